"""校验报送包: everything that can be said of a package file, in sentences."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem

from db.messages import N_, Message, Severity
from db.store.ledger import Ledger
from desktop.exchange.verification import Verification
from desktop.language import _, said
from desktop.services import verifying
from desktop.services.progress import Progress
from desktop.ui import appearance, opening_file
from desktop.ui.pages.page import Page
from desktop.ui.session import Session
from desktop.ui.tables import cell_style
from desktop.ui.tables.settled_widths import when_widths_settle

_HIGHEST = 1000  # pixels of a sentence


class VerifyPage(Page):
    """Green holds, red does not; nothing is written."""

    def __init__(self, session: Session) -> None:
        words = N_(
            "打开一个报送包（.asice 或加密的 .asice.age 文件），查看签名、内容、编号是否完好。只看，不改动任何数据。"
        )
        super().__init__(session, N_("校验报送包"), words)
        self.choose = QPushButton(_("打开报送包…"))
        self.choose.clicked.connect(self._choose)
        self.verdict = appearance.heading("", larger=3)
        self.verdict.setWordWrap(True)
        self.verdict.hide()
        self.tree = QTreeWidget()
        cell_style.give_room(self.tree)
        self.tree.setObjectName("findings")
        self.tree.setAccessibleName(_("校验结果"))
        self.tree.setRootIsDecorated(False)
        self.tree.setWordWrap(True)
        self.tree.setHeaderLabels([_("结果"), _("说明"), _("涉及")])
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setStretchLastSection(False)
        self.tree.resizeColumnToContents(2)
        when_widths_settle(self.tree.header(), self._fit_rows)
        line = QHBoxLayout()
        line.addWidget(self.choose)
        line.addStretch(1)
        self.column.addLayout(line)
        self.add_progress()
        self.column.addWidget(self.verdict)
        self.column.addWidget(self.tree, 1)

    def set_busy(self, *, busy: bool) -> None:
        """Lock the button while a file is read."""
        super().set_busy(busy=busy)
        self.choose.setEnabled(not busy)

    @Slot(str)
    def verify(self, path: str) -> None:
        """Verify a file."""
        self.tree.clear()
        self.verdict.hide()
        self.start_job(_verify, self._show, Path(path))

    @Slot()
    def _choose(self) -> None:
        opening_file.ask_which(self, _("打开报送包"), _("报送包 (*.asice *.asice.age)"), self.verify)

    def _show(self, verification: Verification) -> None:
        for finding in verification.findings:
            colour = appearance.GOOD if finding.holds else appearance.SEVERITY_TEXT[finding.severity]
            sign = "✓" if finding.holds else appearance.SEVERITY_SIGN[finding.severity]
            words = {True: N_("完好"), False: N_("不符") if finding.severity is Severity.MUST else N_("留意")}
            result = said(
                Message(N_("{sign} {words}"), {"sign": sign, "words": Message(words[finding.holds])})
            )
            item = QTreeWidgetItem(self.tree, [result, said(finding.message), finding.subject])
            item.setForeground(0, colour)
            item.setToolTip(1, said(finding.message))
            item.setToolTip(2, finding.subject)
        self.tree.resizeColumnToContents(0)
        self.tree.resizeColumnToContents(2)
        self.tree.setColumnWidth(2, min(self.tree.columnWidth(2), self.tree.viewport().width() // 3))
        self._fit_rows()
        manifest = verification.manifest
        values = {
            "who": manifest.sender.name if manifest else "",
            "n": manifest.seq if manifest else "",
            "wrong": sum(not one.holds and one.severity is Severity.MUST for one in verification.findings),
        }
        good = N_("{who} 第 {n} 号报送包：完好。")
        bad = N_("这个文件有 {wrong} 处不符，不能采用。")
        self.verdict.setText(said(Message(good if verification.holds else bad, values)))
        self.verdict.show()
        appearance.colour(self.verdict, appearance.GOOD if verification.holds else appearance.ACCENT)

    @Slot()
    def _fit_rows(self) -> None:
        """Make each line as high as its sentence needs: a tree wraps words, but gives them no room."""
        metrics, width = self.tree.fontMetrics(), self.tree.columnWidth(1) - 2 * cell_style.beside()
        room, wrapped = QRect(0, 0, width, _HIGHEST), Qt.TextFlag.TextWordWrap
        for number in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(number)
            if item is not None:
                needed = metrics.boundingRect(room, wrapped, item.text(1)).height()
                item.setSizeHint(1, QSize(width, needed + 2))


def _verify(ledger: Ledger, path: Path, progress: Progress) -> Verification:  # noqa: ARG001 - too quick to watch
    return verifying.verify_file(path, ledger)


PAGE = VerifyPage
