-- Contract: what was needed on the way goes. Only when every application writes :columns itself;
-- a column that is always to be what the expression says keeps the triggers, and this file goes.
:dropped