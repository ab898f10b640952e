"""Scorecards: how a portfolio stands at a date: what each project reported beside the report before, judged by rule and added up."""
