"""Printed output with ReportLab."""
