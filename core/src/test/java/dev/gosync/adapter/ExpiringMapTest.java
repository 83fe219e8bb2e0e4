package dev.gosync.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiringMapTest {
    /** A clock that a test moves. */
    private static final class MovedClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T08:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final Duration AGE = Duration.ofMinutes(10);
    private final MovedClock clock = new MovedClock();
    private final ExpiringMap<String, Integer> ids = new ExpiringMap<>(AGE, clock);

    @Test
    void a_value_is_remembered_until_its_age() {
        ids.put("ann", 1);

        assertThat(ids.get("ann")).contains(1);
        clock.advance(AGE.minusNanos(1));
        assertThat(ids.get("ann")).contains(1);
        clock.advance(Duration.ofNanos(1));
        assertThat(ids.get("ann")).isEmpty();
    }

    @Test
    void what_was_never_learnt_is_empty() {
        assertThat(ids.get("ann")).isEmpty();
    }

    @Test
    void each_value_has_its_own_age_and_looking_does_not_renew_it() {
        ids.put("ann", 1);
        clock.advance(AGE.dividedBy(2));
        ids.put("bob", 2);
        assertThat(ids.get("ann")).contains(1);
        clock.advance(AGE.dividedBy(2));

        assertThat(ids.get("ann")).isEmpty();
        assertThat(ids.get("bob")).contains(2);
    }

    @Test
    void a_value_that_is_learnt_again_replaces_the_earlier_one_and_is_new() {
        ids.put("ann", 1);
        clock.advance(AGE.minusSeconds(1));
        ids.put("ann", 2);
        clock.advance(AGE.minusSeconds(1));

        assertThat(ids.get("ann")).contains(2);
    }

    @Test
    void a_value_can_be_forgotten_at_once() {
        ids.put("ann", 1);
        ids.put("bob", 2);

        ids.remove("ann");
        ids.remove("nobody");

        assertThat(ids.get("ann")).isEmpty();
        assertThat(ids.get("bob")).contains(2);
    }

    @Test
    void a_clock_that_is_set_back_forgets_nothing() {
        ids.put("ann", 1);
        clock.advance(Duration.ofHours(-1));

        assertThat(ids.get("ann")).contains(1);
    }

    @Test
    void old_values_do_not_fill_the_memory_of_a_program_that_runs_for_long() {
        for (int day = 0; day < 100; day++) {
            for (int person = 0; person < 10; person++) {
                ids.put(day + "/" + person, person);
            }
            clock.advance(Duration.ofDays(1));
        }

        assertThat(ids.size()).isLessThanOrEqualTo(20);
    }

    @Test
    void values_that_are_not_old_survive_when_old_ones_are_thrown_away() {
        ids.put("ann", 1);
        clock.advance(AGE.minusSeconds(1));
        ids.put("bob", 2);
        clock.advance(Duration.ofSeconds(1));
        ids.put("cid", 3);

        assertThat(ids.size()).isEqualTo(2);
        assertThat(ids.get("bob")).contains(2);
    }

    @Test
    void the_default_age_is_a_quarter_of_an_hour() {
        assertThat(ExpiringMap.DEFAULT_AGE).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void values_can_be_remembered_for_ever() {
        ExpiringMap<String, Integer> lasting = new ExpiringMap<>(ChronoUnit.FOREVER.getDuration(), clock);
        lasting.put("ann", 1);
        clock.advance(Duration.ofDays(100_000));
        lasting.put("bob", 2);

        assertThat(lasting.get("ann")).contains(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void an_age_must_be_positive(long nanos) {
        assertThatThrownBy(() -> new ExpiringMap<>(Duration.ofNanos(nanos), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("age must be positive, but is ");
    }

    @Test
    void missing_parts_are_named() {
        assertThatThrownBy(() -> new ExpiringMap<>(null, clock))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("age");
        assertThatThrownBy(() -> new ExpiringMap<>(AGE, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("clock");
    }
}
