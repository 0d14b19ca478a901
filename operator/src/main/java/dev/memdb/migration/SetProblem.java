package dev.memdb.migration;

/** stub */
public record SetProblem(String fileName, int line, String message) {}
