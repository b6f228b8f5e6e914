"""Everything that can go wrong with a token (密码钥匙, UKey), each with the sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

from db.messages import N_, ReportableError
from desktop.exchange.token_key import TokenPlace

MOST_TRIES = 3  # wrong PINs that we allow; tokens usually lock after five or six


class NoPluginError(ReportableError):
    """The Python package for tokens is not installed."""

    def __init__(self) -> None:
        super().__init__(
            N_("本机的软件没有装密码钥匙组件（python-pkcs11），不能用密码钥匙。请联系维护人员安装后重试。")
        )


class NoDriverError(ReportableError):
    """The driver's library is gone, or is none."""

    def __init__(self, library: Path) -> None:
        super().__init__(
            N_(
                "密码钥匙的驱动程序“{library}”打不开。请按说明书装好驱动，"
                "再到“上级与密钥”页重新选择驱动程序文件。"
            ),
            library=library,
        )


class TokenMissingError(ReportableError):
    """The token is not plugged in, or was pulled out."""

    def __init__(self, place: TokenPlace) -> None:
        super().__init__(N_("找不到密码钥匙“{label}”。请插好密码钥匙后再做一次。"), label=place.label)


class OtherTokenError(ReportableError):
    """Another token than ours is plugged in."""

    def __init__(self, place: TokenPlace, there: str) -> None:
        super().__init__(
            N_(
                "插着的是密码钥匙“{there}”，不是本单位签名用的“{label}”（序列号 {serial}）。请换上那一把再做一次。"
            ),
            there=there,
            label=place.label,
            serial=place.serial,
        )


class WrongPinError(ReportableError):
    """The PIN is wrong; says how often it may still be tried. ``is_last``: the token says that the next may lock it."""

    def __init__(self, left: int, *, is_last: bool = False) -> None:
        if not left:
            words = N_(
                "PIN 码输错次数已满，本软件不再尝试，免得锁死密码钥匙。请查清 PIN 码，锁定台账重新打开后再试。"
            )
        elif is_last:
            words = N_("PIN 码不对，密码钥匙只剩最后一次机会，再错就会锁死。没有把握请先找发放单位。")
        else:
            words = N_("PIN 码不对，还可以试 {left} 次。输错次数太多密码钥匙会锁死。")
        super().__init__(words, left=left)


class TokenLockedError(ReportableError):
    """The token itself takes no PIN any more."""

    def __init__(self) -> None:
        super().__init__(N_("密码钥匙已经锁死，不能签名。请拿到发放单位解锁；解不开的，请换密钥重新入网。"))


class NoKeyError(ReportableError):
    """The token holds no key that is ours."""

    def __init__(self, place: TokenPlace) -> None:
        super().__init__(
            N_("密码钥匙“{label}”里没有与本单位证书相配的密钥，可能被清空过。找不回来就请重新入网。"),
            label=place.label,
        )


class CannotMakeKeyError(ReportableError):
    """The token makes no RSA-3072 keys, is full, or may not be written to."""

    def __init__(self, place: TokenPlace) -> None:
        super().__init__(
            N_(
                "密码钥匙“{label}”做不出 RSA-3072 密钥：可能不支持、已经写满或不许写入。"
                "请换一把支持的密码钥匙，或把密钥放在台账里。"
            ),
            label=place.label,
        )


class TokenFailedError(ReportableError):
    """The token answers with an error of its own; ``code`` is the name that PKCS#11 gives it."""

    def __init__(self, place: TokenPlace, code: str) -> None:
        super().__init__(
            N_("密码钥匙“{label}”出错（{code}）。请拔下再插好后重试；仍然不行请联系发放单位。"),
            label=place.label,
            code=code,
        )
