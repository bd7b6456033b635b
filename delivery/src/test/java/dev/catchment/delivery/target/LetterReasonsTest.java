package dev.catchment.delivery.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.delivery.http.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LetterReasonsTest {
    private static final List<String> KNOWN =
            Arrays.stream(LetterReason.values()).map(Enum::name).toList();

    @Test
    void everyAnswerThatNoRepetitionChangesHasAReasonThatIsListed() {
        List<String> given = IntStream.range(200, 600)
                .mapToObj(status -> Verdict.of(new Answer.Response(status, "", Optional.empty())))
                .flatMap(verdict -> verdict instanceof Verdict.Permanent permanent
                        ? List.of(permanent.reason()).stream()
                        : List.<String>of().stream())
                .distinct()
                .toList();
        assertThat(given).hasSizeGreaterThan(1);
        assertThat(KNOWN).containsAll(given);
    }
}
