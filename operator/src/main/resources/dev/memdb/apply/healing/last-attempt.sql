SELECT detail::text FROM memdb.step
 WHERE version = ? AND outcome = 'attempt' AND sha256 LIKE ? || '%' ORDER BY id DESC LIMIT 1
