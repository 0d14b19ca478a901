package dev.memdb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Metrics as Prometheus reads them.
 *
 * @param text in Prometheus' text format
 */
public record Scrape(String text) {
  /** What a process answers on this port of the loopback address. */
  public static Scrape of(int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    try {
      return new Scrape(
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * The series of a metric, each as it is written without its value.
   *
   * @param labels like {@code environment="staging"}; those that a series must have
   */
  public List<String> series(String metric, String... labels) {
    return lines(metric, labels).map(l -> l.substring(0, l.lastIndexOf(' '))).toList();
  }

  /** The value of the only such series; empty: there is none. */
  public OptionalDouble value(String metric, String... labels) {
    List<String> lines = lines(metric, labels).toList();
    if (lines.size() > 1) {
      throw new AssertionError("more than one: " + lines);
    }
    return lines.stream()
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .findFirst();
  }

  private Stream<String> lines(String metric, String... labels) {
    return text.lines()
        .filter(l -> l.startsWith(metric + "{") || l.startsWith(metric + " "))
        .filter(l -> Stream.of(labels).allMatch(l::contains));
  }
}
