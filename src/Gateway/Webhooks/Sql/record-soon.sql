-- For this transaction alone: it need not wait for the disk. An outcome that a crash of the database server takes back is an attempt that is made once more, as after any crash.
SELECT set_config('synchronous_commit', 'off', true)
