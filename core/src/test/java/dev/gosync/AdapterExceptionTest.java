package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.GoSyncException;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class AdapterExceptionTest {
    private static AdapterException.Builder builder(FailureKind kind) {
        return AdapterException.of(kind, "Slack channel C1", "conversations.invite", "cant_invite_self");
    }

    @Test
    void a_message_has_place_operation_problem_kind_and_remedy() {
        AdapterException thrown = builder(FailureKind.REFUSED_THING)
                .remedy("Invite somebody else.")
                .build();

        assertThat(thrown)
                .hasMessage("Slack channel C1: conversations.invite: cant_invite_self (REFUSED_THING). "
                        + "Invite somebody else.");
    }

    @Test
    void every_part_can_be_asked_for() {
        IOException cause = new IOException("reset");
        Instant later = Instant.parse("2026-01-01T00:00:00Z");

        AdapterException thrown = builder(FailureKind.RATE_LIMITED)
                .remedy("Wait.")
                .cause(cause)
                .retryAt(later)
                .answerLost()
                .build();

        assertThat(thrown.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(thrown.place()).isEqualTo("Slack channel C1");
        assertThat(thrown.operation()).isEqualTo("conversations.invite");
        assertThat(thrown.problem()).isEqualTo("cant_invite_self");
        assertThat(thrown.remedy()).isEqualTo("Wait.");
        assertThat(thrown.retryAt()).contains(later);
        assertThat(thrown.answerLost()).isTrue();
        assertThat(thrown).hasCause(cause).isInstanceOf(GoSyncException.class).isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @EnumSource
    void the_default_remedy_is_the_usual_one_of_the_kind(FailureKind kind) {
        AdapterException thrown = builder(kind).build();

        assertThat(thrown.remedy()).isNotBlank().endsWith(".");
        assertThat(thrown).hasMessageEndingWith("(" + kind + "). " + thrown.remedy());
        assertThat(thrown.retryAt()).isEmpty();
        assertThat(thrown).hasNoCause();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MALFORMED_ANSWER")
    void an_answer_that_is_understood_is_not_lost(FailureKind kind) {
        assertThat(builder(kind).build().answerLost()).isFalse();
    }

    @Test
    void an_answer_that_cannot_be_understood_is_lost() {
        assertThat(builder(FailureKind.MALFORMED_ANSWER).build().answerLost()).isTrue();
    }

    @Test
    void required_parts_cannot_be_null() {
        assertThatThrownBy(() -> AdapterException.of(null, "a", "b", "c")).hasMessage("kind");
        assertThatThrownBy(() -> AdapterException.of(FailureKind.UNKNOWN, null, "b", "c"))
                .hasMessage("place");
        assertThatThrownBy(() -> AdapterException.of(FailureKind.UNKNOWN, "a", null, "c"))
                .hasMessage("operation");
        assertThatThrownBy(() -> AdapterException.of(FailureKind.UNKNOWN, "a", "b", null))
                .hasMessage("problem");
        assertThatThrownBy(() -> builder(FailureKind.UNKNOWN).remedy(null)).hasMessage("remedy");
        assertThatThrownBy(() -> builder(FailureKind.UNKNOWN).cause(null)).hasMessage("cause");
        assertThatThrownBy(() -> builder(FailureKind.UNKNOWN).retryAt(null)).hasMessage("retryAt");
    }

    @Test
    void every_error_has_one_unchecked_root_that_nobody_can_make() {
        assertThat(List.of(
                        AdapterException.class,
                        PlanRejectedException.class,
                        SyncException.class,
                        ConfigException.class))
                .allSatisfy(type -> {
                    assertThat(type.getSuperclass()).isEqualTo(GoSyncException.class);
                    assertThat(type).isFinal();
                });
        assertThat(RuntimeException.class).isAssignableFrom(GoSyncException.class);
        assertThat(GoSyncException.class).isAbstract();
        assertThat(Stream.of(GoSyncException.class.getDeclaredConstructors()))
                .isNotEmpty()
                .noneMatch(constructor -> Modifier.isPublic(constructor.getModifiers()));
    }

    // Kinds

    @Test
    void the_list_of_kinds_is_closed() {
        assertThat(FailureKind.values())
                .extracting(FailureKind::name)
                .containsExactlyInAnyOrder(
                        "UNKNOWN_THING",
                        "REFUSED_THING",
                        "AUTHENTICATION",
                        "PERMISSION",
                        "NOT_FOUND",
                        "READ_ONLY",
                        "INVALID_REQUEST",
                        "RATE_LIMITED",
                        "UNAVAILABLE",
                        "MALFORMED_ANSWER",
                        "UNKNOWN");
    }

    @Test
    void two_kinds_concern_one_thing() {
        assertThat(Stream.of(FailureKind.values()).filter(FailureKind::concernsOneThing))
                .containsExactly(FailureKind.UNKNOWN_THING, FailureKind.REFUSED_THING);
    }

    @Test
    void two_kinds_are_transient() {
        assertThat(Stream.of(FailureKind.values()).filter(FailureKind::isTransient))
                .containsExactlyInAnyOrder(FailureKind.RATE_LIMITED, FailureKind.UNAVAILABLE);
    }
}
