"""What each check looks for, in words: a code, its level, and examples of what it reports and what it passes over."""

from dataclasses import dataclass

from lawreport_cli.audit._finding import Level


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. `level` is the highest it gives; `reports` and `passes` are examples."""

    code: str
    level: Level
    zh: str
    en: str
    why: str
    reports: str
    passes: str


RULES: tuple[Rule, ...] = (
    Rule(
        "A001", "error", "增减幅与上年报告不一致", "stated growth against last year's report",
        "The change is recomputed from both printed figures, each as an interval. It is an error when it fits neither "
        "rounded nor cut, a warning when it fits only cut or when the pairing of the two figures is unsure.",
        "2022: 办理行政处罚2174件; 2023: 办理行政处罚1893件，同比下降21.9% (12.93 % is computed)",
        "2023: 办理行政处罚1893件，同比下降12.9%",
    ),
    Rule(
        "A002", "error", "所引上年数与上年报告不一致", "stated base against last year's report",
        "A report that gives last year's figure beside its own must give the one that last year's report gave.",
        "2022: 免罚案件286件; 2023: 免罚案件412件，较2022年的268件增长",
        "2023: 免罚案件412件，较2022年的286件增长44.1%",
    ),
    Rule(
        "A003", "error", "同段的数、基数、差额、增幅互不一致", "level, base, difference and growth in one passage agree",
        "Inside one passage any two of base, difference and growth decide the third.",
        "罚没金额1087.6万元，较上年减少125.9万元，降幅14.0%",
        "1113件，上年558件，增加555件，增长99.5%",
    ),
    Rule(
        "A004", "warning", "没有整数基数能得出该增幅", "some whole number can have grown so",
        "Counts are whole numbers. For small figures and an exact percentage often no base fits at all.",
        "995件，同比增长89.7% (524 gives 89.9 %, 525 gives 89.5 %)",
        "1113件，增长99.5% (558 fits)",
    ),
    Rule(
        "A010", "error", "分项与总数不一致", "parts against total",
        "An error for a closed list: rows and columns of tables with a total, a bracket that splits the figure before it, "
        "a list that ends in 其他. From an open list (其中) parts may be left unsaid: info when it comes within a tenth, "
        "a warning when it exceeds the total, else silent. Several breakdowns of one total are tested apart.",
        "制定文件13件（新制定5件，修改4件，废止3件）",
        "清理文件47件：修订16件、废止16件、失效15件; 配备顾问700家和228家，服务企业933家",
    ),
    Rule(
        "A011", "warning", "占比与件数不一致", "share against counts",
        "The part is divided by the stated base or, where none is stated, by every total of the passage; it is reported "
        "when none fits.",
        "应出庭51件，其中正职出庭16件，占41.4%",
        "受理151件，审结135件，纠错29件，纠错率19.2% (29/151 fits)",
    ),
    Rule(
        "A012", "warning", "各项占比之和不为100%", "shares of a closed list add up to 100 within rounding",
        "Only shares of all parts of one total, or shares that come within three points of 100.",
        "分别占63.6%和38.4%",
        "分别占63.6%和36.4%; 33.3%、33.3%、33.3%",
    ),
    Rule(
        "A013", "warning", "比率超过100%或件数为负", "rate above 100 % that is not the completion of a plan; negative count",
        "Completion of a plan or target may exceed 100 %; signed columns (本年增/减) may be negative.",
        "满意率101.3%",
        "完成年度任务的135%",
    ),
    Rule(
        "A020", "error", "累计数下降", "a cumulative figure fell",
        "A figure that runs since some day (自…以来, 历年累计, 截至) cannot fall. A bare 累计 often means the year: a warning.",
        "2022: 自成立以来累计化解4120件; 2023: 自成立以来累计化解3980件",
        "2023: 今年累计服务企业933家 (this year only)",
    ),
    Rule(
        "A022", "info", "上年计划与本年实际不一致", "last year's plan against this year's fact",
        "For information: what was planned last year for this year, next to what this year's report gives.",
        "2022 plans 会前学法不少于10次; 2023 reports 会前学法8次",
        "2023 reports 会前学法10次",
    ),
    Rule(
        "A030", "warning", "两年的句子和数字相同", "same figure and same sentence in two years",
        "At least three telling digits, not round, not 100 %, in a sentence that is the same but for the year.",
        "2022 and 2023: 举办普法活动214场次，发放宣传资料13652份",
        "全县共有乡镇12个 in both years",
    ),
    Rule(
        "A031", "warning", "两地的句子和数字相同", "same sentence with its figure in another place's report",
        "The sentence is the same but for the names of the places and the year.",
        "two counties: 全县评查行政执法案卷187宗，优秀率91.3%",
        "two counties: 组织培训2期",
    ),
    Rule(
        "A032", "warning", "正文年度与题目不一致", "the body speaks of another year than the title",
        "The year of the title against the opening and the headings; headings of plans are left out.",
        "title 2023年度, first heading 一、2022年主要工作",
        "last heading 四、2024年工作安排",
    ),
    Rule(
        "A040", "warning", "连续两年报告的指标本年缺失", "indicator reported in two years or more, now absent",
        "Only figures that were paired with confidence in the two years before; parts of a breakdown are left out.",
        "合同标的额 in 2021 and 2022, nothing in 2023",
        "应急演练 in 2021 only",
    ),
    Rule(
        "A050", "warning", "与上年相差约一万倍", "ratio to last year near 10⁴ or 10⁸",
        "万元 written for 元, or 亿 for 万.",
        "2022: 罚没金额1213.5万元; 2023: 罚没金额1087.6元",
        "2022: 12件; 2023: 120件",
    ),
    Rule(
        "A051", "error", "同一指标两个数", "one indicator, two values in one report, same scope and period",
        "An error when indicator and wording are the same, else a warning. A figure and its rounding agree.",
        "全年办理行政处罚2174件 … 办理行政处罚2147件",
        "24.2% and 约24%",
    ),
    Rule(
        "A060", "warning", "两地同占一个名次", "two places claim the same rank in the same set and year",
        "The same matter, set, year and rank; 并列 and 前三 are passed over.",
        "two districts of one city: 法治建设综合评价列全市第一",
        "one 列全市第一, the other 列全市第二",
    ),
    Rule(
        "A061", "warning", "部分大于整体", "a county's figure exceeds its city's, same indicator and scope",
        "Counts and amounts of the whole place only.",
        "city: 全市行政复议申请1206件; one of its counties: 全县行政复议申请1260件",
        "a rate, or figures of the city's own departments",
    ),
    Rule(
        "A070", "error", "有数字未被说明", "a numeral is neither claim nor ledger row",
        "A defect of this program, not of the report. Tested where the ledger is there (PDFs, or extract --ledger).",
        "112 numerals, 111 accounted for",
        "112 of 112",
    ),
)  # fmt: skip
