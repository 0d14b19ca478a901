/**
 * What a killed or failed statement outside a transaction leaves behind, one class per kind of
 * statement: whether it had happened already, and how its remains are cleared so that it can run
 * again.
 */
package dev.memdb.apply.healing;
