"""The heads that townships really write are the right fields: a long list for each register."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest

from db.fields import Field, PictureField
from db.registers import all_registers
from desktop.services import column_matching, import_tables
from desktop.services.column_synonyms import PERHAPS, SYNONYMS

HEADS = {
    "hardship_cases": """
        name 户主姓名 职工姓名 困难职工姓名 申请人
        id_no 身份证 身份证号码 公民身份号码 居民身份证号 户主身份证号码 证件号码
        mobile 手机 手机号 联系电话 联系方式 电话 电话号码 本人电话 移动电话
        other_phone 固定电话 备用电话 其它联系方式
        address 家庭地址 住址 地址 现住址 家庭详细地址 居住地址
        postcode 邮编
        birth 出生日期 出生年月日 生日
        politics 政治面目
        health 健康情况 身体状况 身体健康状况
        disability_kind 残疾类型 疾病/残疾类别
        disability_grade 残疾级别
        marriage 婚姻 婚姻情况 婚否
        single_parent 单亲
        household_kind 户口性质 户籍性质 户口类别
        medical_insurance 是否进入医保 医保情况 医保
        work_state 身份 就业状况
        work_from 参加工作时间 参加工作日期 参加工作年月
        unit_text 工作单位 单位 所在单位 单位名称
        unit_nature 企业性质 单位类型
        unit_condition 企业状态 经营状况
        industry 行业 所在行业 行业类别
        migrant_worker 农民工
        union_member 工会会员 是否会员
        joined_union 入会日期 加入工会时间
        contract_from 合同签订时间
        house_kind 住房情况 住房性质
        floor_area 住房面积 住房面积(㎡) 面积
        household_size 家庭人口数 人口 家庭人数 家庭成员数
        monthly_income_self 月收入 本人月收入(元) 月均收入
        other_income_year 其他收入 家庭其他年收入
        household_income_year 家庭年收入 家庭总收入（元） 年收入
        rigid_medical 医疗支出 医疗自付
        rigid_education 教育支出
        on_allowance 低保 低保户 是否低保
        allowance_no 低保证编号
        allowance_monthly 低保金 低保金额(元/月)
        hardship_class 困难类别 困难类型 困难职工类别
        file_level 建档标准 档案层级 建档级别
        cause_main 致困原因 困难原因 主要致困原因 致贫原因
        cause_secondary 次要原因
        cause_text 困难情况 家庭困难情况 困难情况说明
        file_no 档案编号 建档编号
        filed_on 建档时间 建档年月
        bank 开户行 银行 开户银行名称
        branch 支行 开户网点
        card_no 银行卡号 卡号 账号 帐号 银行账号 银行帐号
        notice_phone 举报电话
        memo 备注 说明
    """,
    "units": """
        unit_name 企业名称 单位全称 公司名称 用人单位 单位（企业）名称
        credit_code 信用代码 社会信用代码 统一信用代码
        legacy_code 机构代码 组织机构代码
        legal_representative 法人代表 法人 法定代表人 负责人 单位负责人
        contact 联系人姓名 工会联系人
        phone 电话 手机 联系方式 电话号码 联系人电话 办公电话
        industry 行业 所属行业 行业类别
        unit_type 单位性质 企业性质 经济类型 企业类型 单位类型
        address 地址 单位地址 企业地址 详细地址
        unit_state 经营状态 企业状态
        established_on 成立时间 注册时间 企业成立时间
        employees 职工总数 职工数 员工人数 在职职工数 从业人数 职工人数（人）
        female_employees 女职工 女职工数 其中：女职工
        migrant_employees 农民工 其中：农民工
        dispatched_employees 劳务派遣工 劳务派遣人数
        party_members 党员 党员数
        built_state 建会状态 工会组建情况
        union_name 工会全称 基层工会名称
        founded_on 工会成立时间 建会日期
        approval_no 批文号
        union_kind 建会形式 工会类型
        not_built_reason 未建原因
        members 会员数 会员 工会会员数 会员总数
        female_members 女会员 女会员数 其中：女会员
        migrant_members 农民工会员
        chair_name 工会主席 主席 主席姓名
        chair_mobile 主席电话 工会主席联系电话 主席手机号码 工会主席电话
        chair_id_no 主席身份证号 工会主席身份证号码
        chair_post 专兼职 主席专兼职
        term 届别
        term_from 换届时间 选举时间
        legal_person 是否法人工会 是否进行法人资格登记
        union_code 工会信用代码
        legal_certificate_no 法人证书号
        dues_bank 开户行
        dues_account 账号 工会账号
        has_congress 是否建立职代会
        has_contract 集体合同
        has_wage_contract 工资集体合同
        labour_contracts 劳动合同签订人数
        liaison 包联干部
    """,
    "nominees": """
        name 被推荐人 推荐人选 候选人姓名
        id_no 身份证 公民身份号码
        mobile 手机号 联系电话 电话 联系方式 电话号码
        birth 出生日期 出生年月日
        education 学历 文化程度 最高学历
        degree 最高学位
        school 毕业院校 毕业院校及专业
        work_unit 单位 所在单位 单位名称
        post 现任职务 行政职务 岗位
        professional_title 技术职称 专业技术职务
        technical_grade 职业技能等级 技能等级
        unit_type 单位类型 企业性质
        industry 行业
        unit_employees 单位人数 职工人数
        started_work_on 参加工作日期 工作时间
        person_category 身份 人员身份 人选类别
        title 荣誉称号 申报称号 称号
        level 级别 推荐级别
        year 申报年度 年份
        recommended_by 申报单位 推荐工会
        household_place 户籍地址 户口所在地
        household_registration 户口性质
        joined_party_on 入党日期 入党年月
        deeds 事迹 先进事迹
        brief_deeds 事迹简介
        union_post 工会任职
        punishments 处分情况
        votes_due 应到
        votes_for 同意票
    """,
    "collectives": """
        name 先进集体名称 推荐集体 班组名称
        work_unit 单位名称 单位 工作单位
        people 人数 职工人数
        female_people 女职工
        party_members 党员数
        leader_name 负责人
        leader_mobile 负责人电话
        phone 电话 手机
        address 地址
        postcode 邮政编码
        founded_on 成立日期
        title 荣誉称号
        year 申报年度
        deeds 先进事迹
    """,
    "assistance": """
        name 受助人姓名 户主姓名 领款人
        id_no 身份证号码
        work_unit 工作单位 所在单位
        phone 电话 手机号码 联系方式
        hardship_case 档案编号 职工编号
        hardship_class 困难类型
        year 年度 救助年度
        activity 活动名称
        kind 救助类型 帮扶类别
        form 帮扶方式
        amount 发放金额 慰问金 帮扶金额（元） 补助金额 金额(元)
        goods 慰问品 物品名称
        goods_quantity 数量
        fund_source 经费来源
        fund_no 文号
        medical_self_paid 自付金额
        student_name 学生 子女姓名
        school 就读学校 录取院校
        bank 开户行
        card_no 卡号 账号 银行账号
        paid_on 慰问日期 发放时间
        handled_by 经办人
        proxy_name 代领人
        proxy_relation 与本人关系
        memo 说明
    """,
    "worker_homes": """
        unit 单位名称 单位 工作单位
        union_name 工会全称
        home_level 荣誉称号 推荐称号
        home_rank 级别
        year 年度
        ballots_present 参加评议人数
        satisfied 满意
        dissatisfied 不满意
        own_score 自评得分
        acceptance_score 考核得分
    """,
    "foundings": """
        unit 单位名称 单位
        phone 电话
        contact 联系人姓名
        members 会员数
        female_members 女会员
        legal_person_no 工会法人证书号
    """,
    "inspections": """
        unit 单位名称 受检单位 企业名称
        inspected_on 督查日期 检查时间
        place 地点
        inspectors 检查人员
        rectify_by 整改期限
    """,
    "hardship_cases.members": """
        relation 与户主关系 家庭关系 与本人关系
        id_no 身份证
        monthly_income 本人月收入 月均收入
        mobile 手机 联系电话
        person_status 身份
        education 学历 文化程度
        unit_or_school 工作单位 学校 单位学校
        health 身体状况
    """,
}
CASES = [
    (where, code, head)
    for where, lines in HEADS.items()
    for code, *heads in map(str.split, lines.strip().splitlines())
    for head in heads
]


def fields_of(where: str) -> Mapping[str, Field]:
    register, _, group = where.partition(".")
    found = all_registers()[register]
    return import_tables.group_fields(found, found.row_group(group)) if group else found.fields


def matched(where: str, *header: str) -> list[str]:
    """Give what each column is: a code, one with ? that is asked about, or nothing."""
    fields = fields_of(where)
    ignored = import_tables.ignored(all_registers()[where.partition(".")[0]])
    columns = column_matching.with_suggestions(column_matching.match(header, fields, ignored), fields, {})
    asked = {place: f"{code}?" for place, code in columns.suggested.items()}
    known = {place: code for code, place in columns.places.items()}
    return [(asked | known).get(place, "") for place in range(len(header))]


@pytest.mark.parametrize(("where", "code", "head"), CASES)
def test_a_usual_head_is_its_field(where: str, code: str, head: str) -> None:
    assert matched(where, head) == [code]


@pytest.mark.parametrize(
    ("where", "header", "codes"),
    [
        ("hardship_cases", "联系电话 手机", "other_phone mobile"),
        ("hardship_cases", "手机号码 电话", "mobile other_phone"),
        ("hardship_cases", "主要致困原因 致困原因", "cause_main cause_text"),
        ("hardship_cases", "姓名 户主姓名", "name "),
        ("hardship_cases", "出生年月 户籍地址 文化程度", "birth? household_area? "),
        ("units", "单位名称 单位 成立时间 工会成立时间", "unit_name  established_on founded_on"),
        ("hardship_cases", "手机 联系电话 电话", "mobile other_phone "),  # the third is no 监督电话
        ("units", "工会主席 工会主席手机 主席电话", "chair_name chair_mobile "),
        ("nominees", "单位及职务 职务职称 出生", "work_unit? post? birth?"),
        ("assistance", "单位 工作单位 学校", "work_unit  school"),
        ("hardship_cases.members", "户主姓名 姓名 与户主关系", " name relation"),
    ],
)
def test_a_head_that_may_be_several_goes_where_a_person_would_put_it(
    where: str, header: str, codes: str
) -> None:
    assert matched(where, *header.split(" ")) == codes.split(" ")


def test_every_line_names_a_field_and_no_word_twice() -> None:
    every = {
        form(field.label)
        for register in all_registers().values()
        for fields in (register.fields, *(group.fields for group in register.row_groups))
        for field in fields.values()
        for form in (column_matching._bare, column_matching._without_brackets)
    }
    for labels, words in itertools.chain.from_iterable(map(column_matching._lines, (SYNONYMS, PERHAPS))):
        assert set(labels) <= every, labels
        assert len(words) == len(set(words)), words


def test_no_synonym_is_a_picture() -> None:
    for register in all_registers().values():
        pictures = {code for code, field in register.fields.items() if isinstance(field, PictureField)}
        meant = column_matching._meanings(SYNONYMS, column_matching._labels(register.fields))
        assert not pictures & {one.code for several in meant.values() for one in several}
