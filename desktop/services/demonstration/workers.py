"""The made-up people who are recommended: who they are and what they did, written by hand."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services.demonstration.people import FEMALE, MALE


@dataclass(frozen=True)
class Worker:
    """What is written by hand of a nominee; ``unit`` is the name of the unit."""

    title: str
    level: str
    unit: str
    sex: str
    age: int
    post: str
    category: str
    deeds: str
    grade: str = ""
    name: str = ""
    flags: tuple[str, ...] = ()
    union_post: str = ""
    honour: str = "青山湖区技术能手"


WORKERS = (
    Worker(
        "33",
        "3",
        "江西盛纺纺织印染有限公司",
        FEMALE,
        41,
        "细纱车间挡车工",
        "01",
        "在细纱车间工作十九年，看台量从六台提高到十二台，总结的“三看一听巡回法”在全公司推广，断头率下降四成，"
        "连续六年无质量事故。带徒弟二十三名，其中八人成为操作能手。",
        "3",
        "万𬱖兰",
        ("4",),
    ),
    Worker(
        "21",
        "2",
        "江西赣东电缆实业有限公司",
        MALE,
        48,
        "绞线班班长",
        "01",
        "扎根绞线岗位二十五年，主持改造老式框绞机，一年节约铜材损耗十一吨；编写操作规程三册，"
        "所带班组连续八年安全生产。抗洪期间带领班组三昼夜抢出电力抢修用电缆十七盘。",
        "1",
    ),
    Worker(
        "33",
        "3",
        "南昌德昌汽车零部件有限公司",
        MALE,
        36,
        "数控加工中心操作工",
        "01",
        "自学数控编程，把转向节加工节拍由十四分钟缩短到九分钟，获实用新型专利两项；市职工技能大赛数控铣工第三名。",
        "2",
        "",
        ("1", "4"),
    ),
    Worker(
        "36",
        "3",
        "南昌洪恒针织服饰有限公司",
        FEMALE,
        33,
        "缝制二组组长",
        "01",
        "从平车工做起，会操作九种缝制设备，设计的辅助模板使门襟工序提效三成；小组返修率保持在千分之五以内。",
        "3",
        "",
        ("1", "4"),
    ),
    Worker(
        "31",
        "3",
        "南昌市青山湖区罗家镇卫生院",
        FEMALE,
        45,
        "公共卫生科主管护师",
        "02",
        "十八年走遍全镇二十三个村，建立居民健康档案一万两千余份，随访高血压、糖尿病患者从不间断，村民叫她“赤脚护士”。",
    ),
    Worker(
        "44",
        "4",
        "江西博通电子有限公司",
        MALE,
        39,
        "工会主席",
        "04",
        "建会五年，推动签订工资专项集体合同，一线职工年人均增收四千余元；办起爱心托管班，解决六十名职工子女暑期看护。",
        union_post="工会主席",
    ),
    Worker(
        "33",
        "3",
        "南昌迅捷快递服务有限公司",
        MALE,
        29,
        "快递员",
        "02",
        "每天派件二百余件，三年零投诉；雨夜把走失老人送回家；加入工会后带动四十一名骑手入会。",
        flags=("1", "3", "4"),
    ),
    # Four for one title of the province: half of them are production workers, which its ratios ask for, but nobody is of
    # the other staff on the front line.
    Worker(
        "23",
        "2",
        "南昌罗家机械制造有限公司",
        MALE,
        47,
        "镗铣工段高级技师",
        "01",
        "二十二年守在镗铣床旁，改制工装夹具五十余套，一次交检合格率保持在百分之九十九点六；带出技师九名、高级技师两名。",
        "1",
        flags=("4",),
    ),
    Worker(
        "23",
        "2",
        "江西联众服装辅料有限公司",
        FEMALE,
        38,
        "织带车间值机工",
        "01",
        "一人看管二十四台织带机，摸索出“先听后看再摸”的查障法，停台时间减少三分之一；进厂十二年没有一起质量退货。",
        "3",
        flags=("1", "4"),
    ),
    Worker(
        "23",
        "2",
        "江西鼎旺钢结构工程有限公司",
        MALE,
        52,
        "总经理",
        "03",
        "连续十年不欠薪、不裁员，工资专项集体合同每年增长不低于百分之六；设立困难职工互助金，累计帮助职工三十一人次。",
        flags=("4",),
        honour="青山湖区关爱职工优秀经营者",
    ),
    Worker(
        "23",
        "2",
        "南昌润泽食品加工有限公司",
        FEMALE,
        42,
        "质量管理部部长",
        "04",
        "建立从原料到出厂的追溯台账，五年抽检合格率百分之百；编写岗位操作卡六十四张，新职工上岗培训由十天缩短到四天。",
        flags=("4",),
    ),
    Worker(
        "32",
        "3",
        "南昌市青山湖区罗家镇中心小学",
        FEMALE,
        43,
        "语文教研组组长",
        "06",
        "任教二十一年，十二年担任毕业班班主任，资助困难学生七名；组织留守儿童阅读小组，所教班级阅读量为全区第一。",
    ),
)
