"""One act of help (帮扶发放): to whom, what for, how much, from which fund, and who received it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import (
    ChoiceField,
    DateField,
    IdentityField,
    IntegerField,
    MoneyField,
    ReferenceField,
    Sensitivity,
    TextField,
    TextForm,
    YesNoField,
    stored,
)
from db.messages import N_
from db.record import Record


class Assistance(Record):
    """One payment, gift or service; name, number and account are those of the day it was given."""

    __tablename__ = "assistance"

    # Not required: the office gives the number when the record is first saved.
    assistance_no: Mapped[str | None] = stored(
        TextField(
            N_("帮扶编号"),
            "recipient",
            unique=True,
            in_list=True,
            searchable=True,
            max_length=30,
            help=N_("第一次保存时自动编号：乡镇代码、年份和四位流水号。"),
        )
    )
    hardship_case: Mapped[str | None] = stored(
        ReferenceField(
            N_("困难职工档案"),
            "recipient",
            register="hardship_cases",
            shows=(
                "file_no",
                "name",
                "id_no",
                "hardship_class",
                "unit_text",
                "mobile",
                "bank",
                "branch",
                "card_no",
            ),
            help=N_("先建档后帮扶：从困难职工台账里选；送温暖慰问和临时救助可以没有档案。"),
        )
    )
    name: Mapped[str | None] = stored(
        TextField(
            N_("姓名"),
            "recipient",
            required=True,
            in_list=True,
            searchable=True,
            max_length=50,
            form=TextForm.PERSON_NAME,
            help=N_("领款人本人的姓名，照发放时的档案抄写。"),
        )
    )
    id_no: Mapped[str | None] = stored(
        IdentityField(
            N_("身份证号"),
            "recipient",
            required=True,
            searchable=True,
            sensitivity=Sensitivity.IDENTITY,
            help=N_("实名发放，照发放时的档案抄写。"),
        )
    )
    work_unit: Mapped[str | None] = stored(
        TextField(
            N_("单位"), "recipient", searchable=True, max_length=100, help=N_("印在发放花名册上的单位名称。")
        )
    )
    hardship_class: Mapped[str | None] = stored(
        ChoiceField(N_("困难类别"), "recipient", codes="hardship_class", help=N_("发放时档案里的困难类别。"))
    )
    phone: Mapped[str | None] = stored(
        TextField(
            N_("联系电话"),
            "recipient",
            max_length=30,
            form=TextForm.PHONE,
            sensitivity=Sensitivity.CONTACT,
        )
    )

    year: Mapped[int | None] = stored(
        IntegerField(N_("帮扶年度"), "help", required=True, in_list=True, minimum=1949, maximum=2100)
    )
    activity: Mapped[str | None] = stored(ChoiceField(N_("帮扶活动"), "help", codes="assistance_activity"))
    kind: Mapped[str | None] = stored(
        ChoiceField(N_("帮扶类型"), "help", required=True, in_list=True, codes="assistance_kind")
    )
    form: Mapped[str | None] = stored(
        ChoiceField(N_("帮扶形式"), "help", required=True, codes="assistance_form")
    )
    amount: Mapped[int | None] = stored(
        MoneyField(N_("金额"), "help", in_list=True, help=N_("发给本人的钱；实物写在下面的折价里。"))
    )
    goods: Mapped[str | None] = stored(
        TextField(N_("实物名称"), "help", max_length=100, help=N_("如“大米、食用油”。"))
    )
    goods_quantity: Mapped[str | None] = stored(
        TextField(N_("实物数量"), "help", max_length=50, help=N_("如“大米2袋、食用油1桶”。"))
    )
    goods_value: Mapped[int | None] = stored(MoneyField(N_("实物折价"), "help"))
    fund_source: Mapped[str | None] = stored(
        ChoiceField(
            N_("资金来源"),
            "help",
            required=True,
            in_list=True,
            codes="fund_source",
            help=N_("同级财政、上级工会、本级工会、互助会和社会捐助五条渠道，财政的可以选到级别。"),
        )
    )
    fund_no: Mapped[str | None] = stored(
        TextField(N_("资金文号"), "help", searchable=True, max_length=50, help=N_("下达资金的文件号。"))
    )
    batch: Mapped[str | None] = stored(
        TextField(
            N_("批次"),
            "help",
            searchable=True,
            max_length=30,
            help=N_("同一批次印在一张发放花名册上，如“2026年春节第一批”。"),
        )
    )

    medical_total: Mapped[int | None] = stored(
        MoneyField(
            N_("医疗发票总额"), "particulars", sensitivity=Sensitivity.HEALTH, help=N_("医疗救助时填写。")
        )
    )
    medical_insured: Mapped[int | None] = stored(
        MoneyField(N_("医保报销金额"), "particulars", sensitivity=Sensitivity.HEALTH)
    )
    medical_self_paid: Mapped[int | None] = stored(
        MoneyField(
            N_("医疗自付金额"),
            "particulars",
            sensitivity=Sensitivity.HEALTH,
            help=N_("救助金额一般不超过自付金额。"),
        )
    )
    student_name: Mapped[str | None] = stored(
        TextField(
            N_("学生姓名"),
            "particulars",
            searchable=True,
            max_length=50,
            form=TextForm.PERSON_NAME,
            help=N_("子女助学时填写；档案和领款人是家长。"),
        )
    )
    school: Mapped[str | None] = stored(TextField(N_("学校"), "particulars", max_length=100, of_person=True))
    school_stage: Mapped[str | None] = stored(ChoiceField(N_("学段"), "particulars", codes="school_stage"))
    tuition: Mapped[int | None] = stored(MoneyField(N_("学费"), "particulars"))
    admission_notice: Mapped[bool | None] = stored(YesNoField(N_("是否附录取通知书或学生证"), "particulars"))
    training_trade: Mapped[str | None] = stored(
        TextField(N_("培训工种"), "particulars", max_length=60, help=N_("就业帮扶时填写。"))
    )
    introduced_to: Mapped[str | None] = stored(
        TextField(N_("介绍单位"), "particulars", max_length=100, help=N_("介绍去就业的单位。"))
    )
    legal_matter: Mapped[str | None] = stored(
        TextField(
            N_("法律援助案由"), "particulars", max_length=200, help=N_("法律援助时填写。"), of_person=True
        )
    )
    legal_result: Mapped[str | None] = stored(
        TextField(N_("法律援助结果"), "particulars", max_length=300, multiline=True)
    )

    payment_method: Mapped[str | None] = stored(
        ChoiceField(N_("发放方式"), "payment", codes="payment_method")
    )
    bank: Mapped[str | None] = stored(ChoiceField(N_("开户银行"), "payment", codes="bank"))
    branch: Mapped[str | None] = stored(TextField(N_("支行名称"), "payment", max_length=50, of_person=True))
    card_no: Mapped[str | None] = stored(
        TextField(
            N_("银行卡号"),
            "payment",
            compared=True,
            max_length=19,
            form=TextForm.BANK_CARD,
            sensitivity=Sensitivity.MONEY,
            help=N_("须是本人的卡，一张卡不能给两个人发放。"),
        )
    )
    paid_on: Mapped[date | None] = stored(
        DateField(N_("发放日期"), "payment", in_list=True, help=N_("还没有发放的留空。"))
    )
    handled_by: Mapped[str | None] = stored(
        TextField(N_("经手人"), "payment", max_length=50, form=TextForm.PERSON_NAME)
    )
    approved_by: Mapped[str | None] = stored(
        TextField(N_("审批人"), "payment", max_length=50, form=TextForm.PERSON_NAME)
    )
    voucher_no: Mapped[str | None] = stored(
        TextField(N_("凭证号"), "payment", searchable=True, max_length=30)
    )
    memo: Mapped[str | None] = stored(TextField(N_("备注"), "payment", max_length=500, multiline=True))

    proxy_name: Mapped[str | None] = stored(
        TextField(
            N_("代领人姓名"),
            "proxy",
            max_length=50,
            form=TextForm.PERSON_NAME,
            help=N_("本人不能来领的，代领四项都要填。"),
        )
    )
    proxy_relation: Mapped[str | None] = stored(
        ChoiceField(N_("代领人与本人关系"), "proxy", codes="family_relation")
    )
    proxy_id_no: Mapped[str | None] = stored(
        IdentityField(N_("代领人身份证号"), "proxy", sensitivity=Sensitivity.IDENTITY)
    )
    proxy_reason: Mapped[str | None] = stored(
        TextField(N_("代领理由"), "proxy", max_length=200, of_person=True)
    )
