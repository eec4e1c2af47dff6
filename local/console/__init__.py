"""The page that shows what the embedded cloud does: mail, SMS, logs, executions, the clock."""
