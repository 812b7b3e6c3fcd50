"""One node from its first day to its second life; the details are in the slow tests beside this one."""


def test_a_node_is_made_checked_backed_up_and_restored(real_node, payvand, tmp_path, databases):
    doctor = real_node.run("doctor").stdout
    assert {line.split()[0] for line in doctor.splitlines()} == {"ok", "warn"}
    out, folder = tmp_path / "node.payvand-backup", tmp_path / "restored"
    real_node.run("backup", "--out", out)
    assert b"Tajikistan" not in out.read_bytes()
    words = ("--database", databases.url(databases.make())) if databases else ()
    payvand("restore", out, folder, "--recovery-key", real_node.recovery, *words)
    assert "4 acts" in payvand("audit", folder, "verify").stdout
