test: ## every test
	@test -x .venv/bin/python || python3 -m venv .venv
	@.venv/bin/pip install -q pytest==9.1.1 hypothesis boto3==1.44.5 2>/dev/null || .venv/bin/pip install -q pytest hypothesis boto3
	@.venv/bin/python -m pytest -q tests/domain tests/test_settings.py
