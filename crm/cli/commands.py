"""Where every command of the shell stands, in the order of the help page."""

PLACES = {
    "serve": "crm.cli.serve:serve_command",
    "web": "crm.cli.web:web_command",
    "user": "crm.cli.user:user_group",
    "link": "crm.cli.user:link_command",
    "export": "crm.cli.export:export_command",
    "db": "crm.cli.db:db_group",
    "bench": "crm.cli.bench:bench_group",
    "demo": "crm.cli.demo:demo_command",
    "begin": "crm.cli.begin:begin_command",
    "backup": "crm.cli.backup:backup_command",
    "restore": "crm.cli.backup:restore_command",
    "doctor": "crm.cli.doctor:doctor_command",
    "worker": "crm.worker.command:worker_command",
    "import": "crm.cli.imports:import_command",
    "batch": "crm.cli.imports:batch_group",
}
