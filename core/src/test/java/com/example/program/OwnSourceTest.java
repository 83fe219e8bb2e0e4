package com.example.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program makes a source of a function. */
class OwnSourceTest {
    private final Team ops = Team.of("ops", "ann@x");

    private AdapterException failure(Callable<List<String>> reading) {
        Sync sync = Sync.from(Sources.of("Staff of the shop", reading));

        AdapterException thrown = catchThrowableOfType(AdapterException.class, () -> sync.plan(ops));

        assertThat(thrown.place()).isEqualTo("Staff of the shop");
        assertThat(thrown.operation()).isEqualTo("read");
        assertThat(ops.writes()).isEmpty();
        return thrown;
    }

    @Test
    void it_holds_what_the_function_returns() throws Exception {
        Source source = Sources.of("Staff of the shop", () -> List.of("bob@x", "ann@x", "bob@x"));

        Sync.from(source).syncWith(ops);

        assertThat(source.name()).isEqualTo("Staff of the shop");
        assertThat(source).hasToString("Staff of the shop");
        assertThat(source.get().things()).containsExactly("bob@x", "ann@x");
        assertThat(ops.members()).containsExactly("ann@x", "bob@x");
    }

    @Test
    void the_function_is_called_once_for_each_reading() {
        List<Integer> calls = new ArrayList<>();
        Source source = Sources.of("Staff of the shop", () -> {
            calls.add(calls.size() + 1);
            return List.of("ann@x", "member-" + calls.size());
        });
        Sync sync = Sync.from(source);

        sync.syncWithAll(List.of(ops, Team.of("dev")));
        sync.syncWith(ops);

        assertThat(calls).containsExactly(1, 2);
        assertThat(ops.members()).containsExactly("ann@x", "member-2");
    }

    @Test
    void an_io_exception_means_that_the_source_is_unavailable() {
        IOException cause = new IOException("connection reset");

        AdapterException thrown = failure(() -> {
            throw cause;
        });

        assertThat(thrown.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(thrown).hasCause(cause);
    }

    @Test
    void any_other_checked_exception_is_unknown() {
        TimeoutException cause = new TimeoutException("the query took too long");

        AdapterException thrown = failure(() -> {
            throw cause;
        });

        assertThat(thrown.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(thrown)
                .hasMessageStartingWith("Staff of the shop: read: the query took too long (UNKNOWN).")
                .hasCause(cause);
    }

    @Test
    void an_unchecked_exception_is_unknown() {
        AdapterException thrown = failure(() -> {
            throw new IllegalStateException("not logged in");
        });

        assertThat(thrown.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(thrown.problem()).isEqualTo("not logged in");
    }

    @Test
    void an_adapter_exception_stays_as_it_is() {
        AdapterException cause = AdapterException.of(
                        FailureKind.AUTHENTICATION, "Staff of the shop", "read", "the password has expired")
                .build();

        AdapterException thrown = failure(() -> {
            throw cause;
        });

        assertThat(thrown).isSameAs(cause);
    }

    @Test
    void a_function_that_returns_null_fails_the_reading() {
        AdapterException thrown = failure(() -> null);

        assertThat(thrown.problem()).isEqualTo("the function returned null");
    }

    @Test
    void a_blank_thing_fails_the_reading() {
        AdapterException thrown = failure(() -> List.of("ann@x", " "));

        assertThat(thrown.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void a_blank_name_is_refused(String name) {
        assertThatThrownBy(() -> Sources.of(name, () -> List.of("ann@x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The name of a source must not be blank");
    }

    @Test
    void given_things_have_a_name_of_their_own() {
        String name = Sources.of("a@x", "c@x").name();

        assertThat(Sources.of("a@x", "b@x").name()).isNotEqualTo(name);
        assertThat(Sources.of("c@x", "a@x").name()).isEqualTo(name);
        assertThat(name).startsWith("2 given things (");
    }
}
