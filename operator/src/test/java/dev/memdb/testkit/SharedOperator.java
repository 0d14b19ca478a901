package dev.memdb.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One operator for the tests of a class, and a namespace that it watches: {@code @RegisterExtension
 * static final SharedOperator OPERATOR = new SharedOperator();}
 */
public final class SharedOperator implements BeforeAllCallback, AfterAllCallback {
  private TestNamespace namespace;
  private OperatorFixture operator;

  @Override
  public void beforeAll(ExtensionContext context) {
    namespace = TestNamespace.create();
    operator = OperatorFixture.start(namespace);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (operator != null) {
      operator.close();
    }
    if (namespace != null) {
      namespace.close();
    }
  }

  /** What the operator watches. */
  public TestNamespace namespace() {
    return namespace;
  }
}
