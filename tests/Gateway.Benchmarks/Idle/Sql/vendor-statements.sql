SELECT CAST(COUNT(*) AS SIGNED) AS calls, text
FROM (
    SELECT CONCAT(command_type, ': ', LEFT(
        REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(CONVERT(argument USING utf8mb4), '''[^'']*''', '?'), '[0-9]+', '?'), '[[:space:]]+', ' '), 100)) AS text
    FROM mysql.general_log
    WHERE thread_id <> CONNECTION_ID()
) AS counted
GROUP BY text
ORDER BY calls DESC, text
