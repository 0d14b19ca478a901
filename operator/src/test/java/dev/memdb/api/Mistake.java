package dev.memdb.api;

/**
 * A mistake in one field of a resource.
 *
 * @param path the field
 * @param mistake its value, YAML; null: it is missing
 * @param instead a value that is right
 * @param message what the API server says to the mistake
 */
record Mistake(String path, String mistake, String instead, String message) {
  Mistake saying(String text) {
    return new Mistake(path, mistake, instead, text);
  }

  Draft wrong() {
    return Draft.valid().with(path, mistake);
  }

  Draft right() {
    return Draft.valid().with(path, instead);
  }

  @Override
  public String toString() {
    return path + ": " + mistake;
  }
}
