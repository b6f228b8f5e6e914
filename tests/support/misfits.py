"""What does not fit on the screen: texts cut without a tip, widgets over each other or beyond their place, too large windows."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QToolTip,
    QTreeView,
    QWidget,
)

from desktop.language import _

SCREEN = QSize(1366, 768)
_FIXED_LENGTH = 14  # characters: a longer text in a line is one that people scroll in
_WAYS_OUT = ("取消", "不改", "不打印", "不导入", "关闭", "关闭 Esc")
_SLACK = 2  # pixels that rounding takes


def misfits(window: QWidget) -> list[str]:
    """Say what does not fit in a window as it stands on the screen."""
    found = []
    if window.width() > SCREEN.width() or window.height() > SCREEN.height():
        found.append(f"{_named(window)} is {window.width()} × {window.height()}, larger than the screen")
    found += _misplaced(window)
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisibleTo(window) and not _is_of_another(widget, window):
            found += _cut(widget)
            found += _overlapping(widget)
    return list(dict.fromkeys(found))


def _misplaced(window: QWidget) -> Iterator[str]:
    """Say where the button that leaves a dialog is not the last of its row: the clerk's hand finds it by its place."""
    if not isinstance(window, QDialog):
        return
    buttons = [one for one in window.findChildren(QPushButton) if one.isVisibleTo(window)]
    leaving = [_(words) for words in _WAYS_OUT]
    for leave in (one for one in buttons if one.text() in leaving):
        place = leave.mapTo(window, leave.rect().center())
        for other in buttons:
            there = other.mapTo(window, other.rect().center())
            if abs(there.y() - place.y()) < leave.height() // 2 and there.x() > place.x():
                yield f"button {leave.text()!r} stands before {other.text()!r}"


def _is_of_another(widget: QWidget, window: QWidget) -> bool:
    return widget.window() is not window


def _cut(widget: QWidget) -> Iterator[str]:
    """Say which texts of a widget are cut."""
    match widget:
        case QHeaderView():
            yield from _cut_heads(widget)
        case QLabel() if widget.text() and not widget.toolTip():
            yield from _cut_label(widget)
        case QAbstractButton() if widget.text() and not widget.toolTip():
            needed = widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, widget.text())
            room = widget.size() - (
                QSize(18, 0) if isinstance(widget, QCheckBox | QRadioButton) else QSize(4, 2)
            )
            if needed.width() > room.width() + _SLACK or needed.height() > room.height() + _SLACK:
                yield f"button {widget.text()!r}: {_sizes(needed, room)}"
        case QLineEdit() if not isinstance(widget.parentWidget(), QComboBox) and not widget.toolTip():
            text = widget.text() or widget.placeholderText()
            needed = QSize(_width(widget.fontMetrics(), text), widget.fontMetrics().height())
            room = widget.contentsRect().marginsRemoved(widget.textMargins()).size() - QSize(4, 0)
            if (
                text.isascii() or len(text) <= _FIXED_LENGTH or not widget.text()
            ) and needed.width() > room.width() + _SLACK:
                yield f"line {_named(widget)} {text!r}: {_sizes(needed, room)}"
            elif needed.height() > widget.height() + _SLACK:
                yield f"line {_named(widget)} {text!r}: {_sizes(needed, widget.size())}"
        case QComboBox():
            option = QStyleOptionComboBox()
            widget.initStyleOption(option)
            field = widget.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
            )
            # What is drawn: a full-width bracket at the end takes half its width.
            needed = widget.fontMetrics().boundingRect(widget.currentText()).size()
            if needed.width() > field.width() + _SLACK and not _tip_of(widget):
                yield f"choice {_named(widget)} {widget.currentText()!r}: {_sizes(needed, field.size())}"
        case QAbstractItemView():
            yield from _cut_cells(widget)
        case QScrollArea() if widget.widgetResizable():
            inside, room = widget.widget().size(), widget.viewport().size()
            if inside.width() > room.width() + _SLACK:
                yield f"{_named(widget)} must be scrolled sideways: {_sizes(inside, room)}"


def _tip_of(widget: QWidget) -> str:
    """Ask as the mouse does: some widgets make their tip only then."""
    QApplication.sendEvent(
        widget, QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), widget.mapToGlobal(QPoint(2, 2)))
    )
    QToolTip.hideText()
    return widget.toolTip()


def _cut_label(label: QLabel) -> Iterator[str]:
    room = label.contentsRect().size()
    if label.wordWrap():
        needed = QSize(room.width(), label.heightForWidth(label.width()))
        if not _is_chinese(label.text()) and label.textFormat() is not Qt.TextFormat.RichText:
            words = (
                _width(label.fontMetrics(), word) for word in label.text().replace("\u200b", " ").split()
            )
            needed.setWidth(max(words, default=0))
    else:
        needed = label.sizeHint()
        room = label.size()
    if needed.width() > room.width() + _SLACK or needed.height() > label.height() + _SLACK:
        yield f"label {label.text()[:40]!r}: {_sizes(needed, label.size())}"


def _cut_heads(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is Qt.Orientation.Vertical:
        return
    model, tip = header.model(), Qt.ItemDataRole.ToolTipRole
    for section in range(header.count()):
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        shown = header.sectionViewportPosition(section) < header.viewport().width()
        if (
            header.isSectionHidden(section)
            or not shown
            or model.headerData(section, header.orientation(), tip)
        ):
            continue
        needed, room = header.sectionSizeFromContents(section).width(), header.sectionSize(section)
        if header.isSortIndicatorShown() and header.sortIndicatorSection() != section:
            needed = _width(header.fontMetrics(), text) + 8
        if needed > room + _SLACK:
            yield f"head {text!r}: {needed} in {room}"


def _cut_cells(view: QAbstractItemView) -> Iterator[str]:
    """Look at the cells in sight, which are elided where they do not fit, unless they wrap."""
    wraps = view.wordWrap() if isinstance(view, QListView | QTableView | QTreeView) else False
    for index in _cells(view):
        place = view.visualRect(index)
        text, tip = index.data(), index.data(Qt.ItemDataRole.ToolTipRole)
        font = index.data(Qt.ItemDataRole.FontRole) or view.font()
        metrics = QFontMetrics(font)
        if (
            place.isEmpty()
            or not view.viewport().rect().intersects(place)
            or not isinstance(text, str)
            or tip
        ):
            continue
        needed = _width(metrics, text) + 6
        if needed > place.width() + _SLACK and not (wraps and place.height() > 1.8 * metrics.height()):
            yield f"cell {_named(view)} {text[:30]!r}: {needed} in {place.width()}"


def _cells(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model, root = view.model(), view.rootIndex()
    match view:
        case QTreeView():
            line = view.indexAt(QPoint(1, 1))
            while line.isValid() and view.visualRect(line).top() < view.viewport().height():
                yield from (line.siblingAtColumn(column) for column in range(view.header().count()))
                line = view.indexBelow(line)
        case QTableView():
            header = view.horizontalHeader()
            first, last = view.rowAt(1), view.rowAt(view.viewport().height() - 1)
            for row in range(first, (last if last >= 0 else model.rowCount(root) - 1) + 1):
                yield from (
                    model.index(row, column, root)
                    for column in range(header.count())
                    if not header.isSectionHidden(column)
                )
        case QListView():
            yield from (
                model.index(row, view.modelColumn(), root) for row in range(min(model.rowCount(root), 60))
            )


def _overlapping(widget: QWidget) -> Iterator[str]:
    """Say which of a widget's children lie over each other, or beyond it where nothing scrolls."""
    # What lies over the pages of the window is meant to: the box of Ctrl+K.
    if isinstance(widget, QAbstractScrollArea | QComboBox | QLineEdit | QMainWindow):
        return
    children = [
        one
        for one in widget.children()
        if isinstance(one, QWidget)
        and not one.isWindow()
        and one.isVisibleTo(widget)
        and not one.size().isEmpty()
    ]
    is_viewport = isinstance(widget.parentWidget(), QAbstractScrollArea)
    for place, one in enumerate(children):
        if not is_viewport and not widget.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(
            one.geometry()
        ):
            yield f"{_named(one)} {_text(one)!r} {_box(one)} goes beyond {_named(widget)} {_box(widget)}"
        for other in children[place + 1 :]:
            over = one.geometry().intersected(other.geometry())
            if over.width() > _SLACK and over.height() > _SLACK:
                yield f"{_named(one)} {_text(one)!r} lies over {_named(other)} {_text(other)!r}: {_sizes(over.size(), other.size())}"


def _named(widget: QWidget) -> str:
    return widget.objectName() or widget.accessibleName() or type(widget).__name__


def _text(widget: QWidget) -> str:
    return str(widget.text())[:20] if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""


def _box(widget: QWidget) -> str:
    corner = widget.mapTo(widget.window(), QPoint(0, 0))
    box = QRect(corner, widget.size())
    return f"({box.x()}, {box.y()}, {box.width()} × {box.height()})"


def _sizes(needed: QSize, room: QSize) -> str:
    return f"{needed.width()} × {needed.height()} in {room.width()} × {room.height()}"


def _width(metrics: QFontMetrics, text: str) -> int:
    return max(metrics.horizontalAdvance(line) for line in text.split("\n"))


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
