package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.Aftermath;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AftermathLookTest {

    @Test
    void aTargetThatHangsIsWaitedForNoLongerThanTheLookMayTake() throws Exception {
        Stage stage = new Stage();
        stage.store("shop", Stage.DUE, Stage.data("shop"));
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        stage.engine.beforeAftermath = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        };

        Aftermath seen = new AftermathLook(Duration.ofMillis(200)).at(stage.planned("shop"), stage.engine, "r-asked");

        assertThat(seen).isEqualTo(Aftermath.unknown("the target did not answer within 0.2 s"));
        interrupted.await();
    }
}
