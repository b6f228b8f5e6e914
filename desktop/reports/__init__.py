"""Printed output with ReportLab; paper is always Chinese, whatever the language of the screen."""
