package dev.memdb.plan;

import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanTest {
  @Test
  void saysNotReadyBeforeWorkBegins() {
    assertThat(Scene.of(staging().at(5)).shown(Shown.READY).plan().announceFirst()).isTrue();
  }

  @Test
  void announcesNothingWhenNobodyThinksItIsReady() {
    assertThat(Scene.of(staging().at(5)).shown(Shown.NOT_READY).plan().announceFirst()).isFalse();
    assertThat(Scene.of(staging()).shown(Shown.NOTHING).plan().announceFirst()).isFalse();
  }

  @Test
  void announcesNothingWhenThereIsNoWork() {
    assertThat(Scene.of(staging().at(7)).shown(Shown.READY).plan().announceFirst()).isFalse();
    assertThat(Scene.of(staging()).shown(Shown.READY).plan().announceFirst()).isFalse();
  }

  @Test
  void wakesForTheFirstThatIsDue() {
    Plan plan =
        Scene.of(
                staging().at(7),
                production().refused(Reason.UNREACHABLE, "x", Duration.ofSeconds(1)))
            .plan();

    assertThat(plan.wakeAt()).contains(Scene.NOW.plusSeconds(3));
  }

  @Test
  void needsNoWakingWhileEverythingIsUnderWay() {
    assertThat(Scene.of(staging().looking(), production().looking()).plan().wakeAt()).isEmpty();
  }
}
