package dev.gosync.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A failure is a value, and exceptions are made from one another. */
class FailureTest {
    private static final Instant LATER = Instant.parse("2026-11-23T09:00:00Z");

    private static final Failure REFUSED = new Failure(
            Optional.of(FailureKind.REFUSED_THING),
            "Slack channel C1",
            "conversations.invite",
            "cant_invite_self",
            "Invite somebody else.",
            Optional.empty());

    private static Failure withoutKind(String remedy) {
        return new Failure(Optional.empty(), "Slack channel C1", "apply", "interrupted", remedy, Optional.empty());
    }

    private static AdapterException limited() {
        return AdapterException.of(FailureKind.RATE_LIMITED, "Slack channel C1", "conversations.invite", "ratelimited")
                .retryAt(LATER)
                .answerLost()
                .build();
    }

    // Failure

    @Test
    void a_message_has_place_operation_problem_kind_and_remedy() {
        assertThat(REFUSED.message())
                .isEqualTo("Slack channel C1: conversations.invite: cant_invite_self (REFUSED_THING). Invite somebody"
                        + " else.");
        assertThat(REFUSED).hasToString(REFUSED.message());
    }

    @Test
    void a_reason_leaves_out_the_place_and_the_kind() {
        assertThat(REFUSED.reason()).isEqualTo("conversations.invite: cant_invite_self. Invite somebody else.");
    }

    @Test
    void without_a_kind_there_is_only_the_problem_and_the_remedy() {
        assertThat(withoutKind("").message()).isEqualTo("interrupted");
        assertThat(withoutKind("").reason()).isEqualTo("interrupted");
        assertThat(withoutKind("Run again.").message()).isEqualTo("interrupted. Run again.");
    }

    @Test
    void every_part_is_needed() {
        assertThatThrownBy(() -> new Failure(null, "a", "b", "c", "d", Optional.empty()))
                .hasMessage("kind");
        assertThatThrownBy(() -> new Failure(Optional.empty(), null, "b", "c", "d", Optional.empty()))
                .hasMessage("place");
        assertThatThrownBy(() -> new Failure(Optional.empty(), "a", null, "c", "d", Optional.empty()))
                .hasMessage("operation");
        assertThatThrownBy(() -> new Failure(Optional.empty(), "a", "b", null, "d", Optional.empty()))
                .hasMessage("problem");
        assertThatThrownBy(() -> new Failure(Optional.empty(), "a", "b", "c", null, Optional.empty()))
                .hasMessage("remedy");
        assertThatThrownBy(() -> new Failure(Optional.empty(), "a", "b", "c", "d", null))
                .hasMessage("retryAt");
    }

    @Test
    void an_exception_has_its_failure_as_a_value_with_the_same_message() {
        AdapterException thrown = limited();

        assertThat(thrown.failure())
                .isEqualTo(new Failure(
                        Optional.of(FailureKind.RATE_LIMITED),
                        "Slack channel C1",
                        "conversations.invite",
                        "ratelimited",
                        FailureKind.RATE_LIMITED.usualRemedy(),
                        Optional.of(LATER)));
        assertThat(thrown).hasMessage(thrown.failure().message());
    }

    // AdapterException.toBuilder

    @Test
    void an_exception_that_is_built_again_keeps_everything_and_has_the_first_as_its_cause() {
        AdapterException first = limited();

        AdapterException again = first.toBuilder().build();

        assertThat(again.failure()).isEqualTo(first.failure());
        assertThat(again.answerLost()).isTrue();
        assertThat(again).hasMessage(first.getMessage()).hasCause(first);
    }

    @Test
    void another_problem_leaves_the_rest_as_it_is() {
        AdapterException again =
                limited().toBuilder().problem("too many invitations").build();

        assertThat(again.problem()).isEqualTo("too many invitations");
        assertThat(again.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(again.retryAt()).contains(LATER);
    }

    @Test
    void another_kind_has_its_own_usual_remedy() {
        AdapterException again =
                limited().toBuilder().kind(FailureKind.PERMISSION).build();

        assertThat(again.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(again.remedy()).isEqualTo(FailureKind.PERMISSION.usualRemedy());
        assertThat(again.answerLost()).isTrue();
    }

    @Test
    void another_kind_keeps_a_remedy_that_is_not_the_usual_one() {
        AdapterException first = AdapterException.of(FailureKind.UNKNOWN, "Slack channel C1", "invite", "odd")
                .remedy("Ask the owner of the channel.")
                .build();

        AdapterException again = first.toBuilder().kind(FailureKind.PERMISSION).build();

        assertThat(again.remedy()).isEqualTo("Ask the owner of the channel.");
    }

    // AdapterException.translated

    @Test
    void an_exception_that_is_translated_already_stays_as_it_is() {
        AdapterException known = limited();

        assertThat(AdapterException.translated("other", "read", known)).isSameAs(known);
    }

    static Stream<IOException> notConnected() {
        return Stream.of(
                new ConnectException("refused"),
                new UnknownHostException("refused"),
                new NoRouteToHostException("refused"));
    }

    @ParameterizedTest
    @MethodSource("notConnected")
    void a_place_that_was_never_reached_is_unavailable_and_did_nothing(IOException notConnected) {
        AdapterException translated = AdapterException.translated("team", "add", notConnected);

        assertThat(translated.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(translated.answerLost()).isFalse();
        assertThat(translated).hasMessageContaining("refused (UNAVAILABLE).").hasCause(notConnected);
    }

    static Stream<Exception> noAnswer() {
        return Stream.of(new IOException("reset"), new SocketException("reset"), new InterruptedException("reset"));
    }

    @ParameterizedTest
    @MethodSource("noAnswer")
    void a_place_that_gave_no_answer_is_unavailable_and_may_have_done_it(Exception noAnswer) {
        AdapterException translated = AdapterException.translated("team", "add", noAnswer);

        assertThat(translated.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(translated.answerLost()).isTrue();
    }

    static Stream<Exception> anythingElse() {
        return Stream.of(new IllegalStateException("odd"), new TimeoutException("odd"));
    }

    @ParameterizedTest
    @MethodSource("anythingElse")
    void anything_else_is_unknown_and_may_have_done_it(Exception anythingElse) {
        AdapterException translated = AdapterException.translated("team", "add", anythingElse);

        assertThat(translated.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(translated.problem()).isEqualTo("odd");
        assertThat(translated.answerLost()).isTrue();
    }

    @Test
    void an_exception_without_a_message_gets_one() {
        assertThat(problem(new IOException())).isEqualTo("the call ended without an answer");
        assertThat(problem(new IOException(" "))).isEqualTo("the call ended without an answer");
        assertThat(problem(new ConnectException())).isEqualTo("the connection could not be made");
        assertThat(problem(new IllegalStateException())).isEqualTo("an unexpected error without a message");
    }

    @Test
    void a_message_does_not_begin_with_the_name_of_an_exception() {
        assertThat(problem(new IllegalStateException(new IOException("broken pipe"))))
                .isEqualTo("broken pipe");
        assertThat(problem(new IllegalStateException(new IllegalStateException(new IOException("broken pipe")))))
                .isEqualTo("broken pipe");
        assertThat(problem(new IllegalStateException(new IOException())))
                .isEqualTo("an unexpected error without a message");
        assertThat(problem(new IOException("example.com: no such group"))).isEqualTo("example.com: no such group");
    }

    private static String problem(Exception thrown) {
        return AdapterException.translated("team", "add", thrown).problem();
    }

    @Test
    void an_error_is_thrown_as_it_is() {
        StackOverflowError error = new StackOverflowError();

        assertThatThrownBy(() -> AdapterException.translated("team", "add", error))
                .isSameAs(error);
    }

    static Stream<Exception> tooLarge() {
        AnswerTooLargeException tooLarge = new AnswerTooLargeException(64 << 20);
        return Stream.of(
                tooLarge,
                new UncheckedIOException(tooLarge),
                new IOException("could not parse", tooLarge),
                new IllegalStateException(new IOException(tooLarge)));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void an_answer_that_is_too_large_is_malformed_wherever_the_client_hides_it(Exception thrown) {
        AdapterException translated = AdapterException.translated("team", "read", thrown);

        assertThat(translated.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(translated.problem()).isEqualTo("the answer is larger than the limit of 64 MB");
        assertThat(translated.remedy()).contains("-Xmx");
        assertThat(translated.answerLost()).isTrue();
        assertThat(translated).hasCause(thrown);
    }

    @Test
    void causes_that_form_a_circle_are_translated() {
        Exception outer = new IllegalStateException("outer");
        outer.initCause(new IOException("inner", outer));

        assertThat(AdapterException.translated("team", "read", outer).kind()).isEqualTo(FailureKind.UNKNOWN);
    }

    // FailureKind.usualRemedy

    @ParameterizedTest
    @EnumSource
    void every_kind_has_a_usual_remedy_in_full_sentences(FailureKind kind) {
        assertThat(kind.usualRemedy()).matches("[A-Z].*\\.");
        assertThat(AdapterException.of(kind, "team", "add", "odd").build().remedy())
                .isEqualTo(kind.usualRemedy());
    }

    @Test
    void no_two_kinds_have_the_same_usual_remedy() {
        assertThat(Stream.of(FailureKind.values()).map(FailureKind::usualRemedy))
                .doesNotHaveDuplicates();
    }

    @Test
    void what_a_service_says_is_put_on_one_line() {
        AdapterException failure = AdapterException.of(FailureKind.UNKNOWN, "team", "add", " it said\r\n\tno\n")
                .build();

        assertThat(failure.failure().problem()).isEqualTo("it said no");
        assertThat(failure).hasMessageStartingWith("team: add: it said no (UNKNOWN)");
    }
}
