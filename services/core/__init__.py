"""Settings, errors, time, money, ids, logs: imports nothing of ours."""
