package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {
    @Test
    void aDifferenceCountsWhatIsMissingAndWhatIsTooMany() {
        assertThat(Violation.difference(List.of("a", "b"), List.of("b", "a"))).isEmpty();
        assertThat(Violation.difference(List.of("a", "b", "b"), List.of("b", "c")))
                .isEqualTo("2 missing (a, b) and 1 too many (c)");
        assertThat(Violation.difference(List.of(), List.of("f", "e", "d", "c", "b", "a")))
                .isEqualTo("6 too many (a, b, c, d, e, ...)");
    }

    @Test
    void theSecretIsFoundInBase64WhereverItBegins() {
        for (String before : List.of("", "u", "us", "use", "user:")) {
            for (String after : List.of("", "x", "xy")) {
                String header = Base64.getEncoder()
                        .encodeToString((before + Conditions.SECRET + after).getBytes(StandardCharsets.UTF_8));

                assertThat(LogTrap.tells("Basic " + header))
                        .as(before + "..." + after)
                        .isTrue();
            }
        }
    }

    @Test
    void fiveCharactersOfTheSecretAreTooMany() {
        String five = Conditions.SECRET.substring(0, 5);

        assertThat(LogTrap.tells("Bearer " + five)).isTrue();
        assertThat(LogTrap.tells("Bearer " + five.substring(0, 4))).isFalse();
        for (String before : List.of("", "u", "us", "use", "user:")) {
            String header = Base64.getEncoder().encodeToString((before + five).getBytes(StandardCharsets.UTF_8));

            assertThat(LogTrap.tells("Basic " + header)).as(before).isTrue();
        }
    }
}
