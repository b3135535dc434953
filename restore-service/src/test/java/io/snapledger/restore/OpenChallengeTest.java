package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.keys.RecoveryProof;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenChallengeTest {

    private final RecipientKey key = RecipientKey.generate(new SecureRandom());
    private final OpenChallenge challenge = new OpenChallenge();

    @Test
    void lookingAtItChangesNothing() {
        RecoveryProof.Challenge mine = challenge.shown(key.recipient());

        assertThat(challenge.shown(key.recipient())).isEqualTo(mine);
        assertThat(challenge.isAnsweredBy(answer(mine))).isTrue();
    }

    @Test
    void aWrongAnswerDisturbsNobody() {
        RecoveryProof.Challenge mine = challenge.shown(key.recipient());

        assertThat(challenge.isAnsweredBy(Optional.of("0".repeat(64)))).isFalse();
        assertThat(challenge.isAnsweredBy(Optional.empty())).isFalse();
        assertThat(challenge.isAnsweredBy(answer(mine))).isTrue();
    }

    @Test
    void anAnswerCountsOnce() {
        RecoveryProof.Challenge mine = challenge.shown(key.recipient());
        assertThat(challenge.isAnsweredBy(answer(mine))).isTrue();

        assertThat(challenge.isAnsweredBy(answer(mine))).isFalse();
        assertThat(challenge.shown(key.recipient())).isNotEqualTo(mine);
        assertThat(challenge.isAnsweredBy(answer(mine))).isFalse();
    }

    private Optional<String> answer(RecoveryProof.Challenge to) {
        return Optional.of(RecoveryProof.answer(to, key));
    }
}
