package dev.memdb.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one way has cost.
 *
 * @param cpu seconds of its backends; NaN: they are not known
 * @param hotPercent of all updates, the application's included
 * @param lagMb the most that the standby was behind; NaN: there is none
 * @param disk what one page took to be written and synchronised meanwhile
 * @param stalls what the application's backends waited for while one took long, and how often it
 *     was seen
 */
record BackfillFigures(
    double seconds,
    double cpu,
    double walMb,
    double tableMb,
    double indexMb,
    double hotPercent,
    double lagMb,
    OltpLoad.Latencies oltp,
    DiskProbe.Latencies disk,
    Map<String, Integer> stalls) {

  BackfillFigures withoutCpu() {
    return new BackfillFigures(
        seconds, Double.NaN, walMb, tableMb, indexMb, hotPercent, lagMb, oltp, disk, stalls);
  }

  BackfillFigures withLag(double most) {
    return new BackfillFigures(
        seconds, cpu, walMb, tableMb, indexMb, hotPercent, most, oltp, disk, stalls);
  }

  /** As one line of the report. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("wall_s", seconds);
    if (!Double.isNaN(cpu)) {
      fields.put("cpu_s", cpu);
    }
    fields.put("wal_mb", walMb);
    fields.put("table_growth_mb", tableMb);
    fields.put("index_growth_mb", indexMb);
    fields.put("hot_percent", hotPercent);
    if (!Double.isNaN(lagMb)) {
      fields.put("standby_lag_max_mb", lagMb);
    }
    fields.put("oltp_p50_ms", oltp.p50());
    fields.put("oltp_p99_ms", oltp.p99());
    fields.put("oltp_max_ms", oltp.max());
    fields.put("oltp_p99_without_queue_ms", oltp.p99WithoutQueue());
    fields.put("disk_p99_ms", disk.p99());
    fields.put("disk_max_ms", disk.max());
    if (!stalls.isEmpty()) {
      fields.put("oltp_stalled_by", stalls.toString());
    }
    return fields;
  }

  /** To the one UPDATE. */
  Map<String, Object> ratiosTo(BackfillFigures update) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("wall_to_update", seconds / update.seconds);
    if (!Double.isNaN(cpu)) {
      fields.put("cpu_to_update", cpu / update.cpu);
    }
    fields.put("wal_to_update", walMb / update.walMb);
    return fields;
  }

  double p99To(BackfillFigures other) {
    return oltp.p99() / other.oltp.p99();
  }
}
