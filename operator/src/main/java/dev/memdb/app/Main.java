package dev.memdb.app;

/** Entry point of the executable jar. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("memdb");
  }
}
