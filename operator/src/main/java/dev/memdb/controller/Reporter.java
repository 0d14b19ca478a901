package dev.memdb.controller;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseStatus;

/** Told of every status that was written: it makes events and metrics of the differences. */
interface Reporter {
  /**
   * @param before what was told before; null: nothing
   * @param now what is told now
   */
  void told(MemoryDatabase resource, MemoryDatabaseStatus before, MemoryDatabaseStatus now);
}
