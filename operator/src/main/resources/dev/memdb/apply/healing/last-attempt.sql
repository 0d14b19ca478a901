SELECT detail::text FROM memdb.step WHERE version = ? AND outcome = 'attempt' ORDER BY id DESC LIMIT 1
