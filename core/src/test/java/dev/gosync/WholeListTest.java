package dev.gosync;

import static dev.gosync.Outcome.State.DONE;
import static dev.gosync.Outcome.State.FAILED;
import static dev.gosync.Outcome.State.NOT_KNOWN;
import static dev.gosync.Outcome.State.NOT_STARTED;
import static dev.gosync.Outcome.State.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.ScriptedPlace.Written;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.WholeList;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that replaces its whole membership with each write, driven by the engine. */
@Timeout(60)
class WholeListTest {
    private final SettableClock clock = new SettableClock();

    private final Retry retry = Retry.standard().time(clock, clock::advance, () -> 1);

    private RewrittenGroup group(String members) {
        return new RewrittenGroup(retry, members);
    }

    private static Written write(RewrittenGroup group, Mode mode, String... wanted) {
        return group.write(sync -> sync.mode(mode), wanted);
    }

    private static AdapterException failure(FailureKind kind) {
        return AdapterException.of(kind, ScriptedPlace.NAME, "members.set", "it said no")
                .build();
    }

    private static AdapterException lost(FailureKind kind) {
        return failure(kind).toBuilder().answerLost().build();
    }

    // One write

    @ParameterizedTest
    @EnumSource
    void every_mode_needs_one_read_and_one_write(Mode mode) {
        RewrittenGroup group = group("A B");

        Written written = write(group, mode, "b", "c", "d");

        assertThat(group.requests())
                .containsExactly(
                        "read",
                        switch (mode) {
                            case ADD_ONLY -> "write A B C D";
                            case REMOVE_ONLY -> "write B";
                            case ADD_REMOVE, REMOVE_ADD -> "write B C D";
                        });
        assertThat(written.states())
                .isEqualTo(
                        switch (mode) {
                            case ADD_ONLY -> Map.of("c", DONE, "d", DONE);
                            case REMOVE_ONLY -> Map.of("a", DONE);
                            case ADD_REMOVE, REMOVE_ADD -> Map.of("a", DONE, "c", DONE, "d", DONE);
                        });
        assertThat(written.report().isClean()).isTrue();
    }

    @Test
    void a_list_that_the_adapter_has_just_read_is_not_read_again() {
        RewrittenGroup group = group("A B").givingTheList();

        write(group, Mode.ADD_REMOVE, "b", "c");

        assertThat(group.requests()).containsExactly("write B C");
    }

    @ParameterizedTest
    @EnumSource(names = {"ADD_REMOVE", "REMOVE_ADD"})
    void both_halves_are_one_call(Mode mode) {
        RecordingListener listener = new RecordingListener();

        group("A B").write(sync -> sync.mode(mode).listener(listener), "b", "c");

        assertThat(listener.events().stream().filter(event -> event.startsWith("calling")))
                .containsExactly(mode == Mode.ADD_REMOVE ? "calling the place: [c, a]" : "calling the place: [a, c]");
    }

    @Test
    void order_doubles_roles_and_members_without_an_id_are_kept() {
        RewrittenGroup group = group("bot:x C:lead A bot:y A:night B C:lead A");

        write(group, Mode.ADD_REMOVE, "a", "b", "e", "d");

        assertThat(group.list()).isEqualTo("bot:x A bot:y A:night B A D E");
    }

    @Test
    void a_member_who_is_in_the_list_twice_leaves_twice() {
        RewrittenGroup group = group("A B A:night");

        write(group, Mode.REMOVE_ONLY, "b");

        assertThat(group.list()).isEqualTo("B");
    }

    @Test
    void two_additions_that_are_one_member_are_written_once() {
        RewrittenGroup group = group("A");

        Written written = write(group, Mode.ADD_ONLY, "b", "b2");

        assertThat(group.writes()).containsExactly("write A B");
        assertThat(written.states()).isEqualTo(Map.of("b", DONE, "b2", DONE));
    }

    @Test
    void an_empty_list_can_be_filled_and_emptied() {
        RewrittenGroup group = group("");

        write(group, Mode.ADD_REMOVE, "a");
        assertThat(group.list()).isEqualTo("A");
        write(group, Mode.ADD_REMOVE);

        assertThat(group.list()).isEmpty();
        assertThat(group.writes()).containsExactly("write A", "write ");
    }

    @Test
    void a_draft_shows_its_list_and_whether_there_are_newcomers() {
        Set<String> seen = new HashSet<>();
        RewrittenGroup group = group("A B");
        WholeList.Service<String> service = new WholeList.Service<>() {
            @Override
            public List<String> read() {
                return List.of("A", "B");
            }

            @Override
            public Optional<WholeList.Refusal> write(WholeList.Draft<String> draft) throws InterruptedException {
                seen.add(draft.members() + " " + draft.hasNewcomers() + " " + draft.forAttempt());
                return Optional.empty();
            }

            @Override
            public Object key(String member) {
                return member;
            }

            @Override
            public AdapterException unknown(String thing) {
                throw new AssertionError(thing);
            }

            @Override
            public AdapterException refused(String thing, WholeList.Refusal refusal) {
                throw new AssertionError(thing);
            }

            @Override
            public AdapterException refusedAsItIs(List<String> members, WholeList.Refusal refusal) {
                throw new AssertionError(members);
            }
        };
        WholeList<String> list = WholeList.of(ScriptedPlace.NAME, "members.set", retry, service);
        ScriptedPlace place = new ScriptedPlace("a", "b") {
            @Override
            public void change(dev.gosync.adapter.Change change, dev.gosync.adapter.Outcomes outcomes)
                    throws InterruptedException {
                list.change(change, Map.of("a", "A", "c", "C"), null, outcomes);
            }
        };

        place.write(sync -> sync.mode(Mode.REMOVE_ONLY), "b", "c");
        place.write(sync -> sync.mode(Mode.ADD_ONLY), "b", "c");

        assertThat(seen).containsExactlyInAnyOrder("[B] false [B]", "[A, B, C] true [A, B, C]");
        assertThat(group.requests()).isEmpty();
    }

    // No write

    @Test
    void an_addition_that_is_there_under_another_spelling_needs_no_write() {
        RewrittenGroup group = group("A");

        Written written = write(group, Mode.ADD_ONLY, "a2");

        assertThat(group.requests()).containsExactly("read");
        assertThat(written.of("a2").state()).isEqualTo(DONE);
        assertThat(written.of("a2").alreadyThere()).isTrue();
    }

    @Test
    void a_removal_that_is_gone_needs_no_write() {
        RewrittenGroup group = group("A B");
        group.beforeChange(() -> group.leave("B"));

        Written written = write(group, Mode.REMOVE_ONLY, "a");

        assertThat(group.requests()).containsExactly("read");
        assertThat(written.of("b").state()).isEqualTo(DONE);
    }

    @Test
    void an_addition_who_joined_and_a_removal_who_left_need_no_write() {
        RewrittenGroup group = group("A B");
        group.beforeChange(() -> {
            group.leave("B");
            group.join("C");
        });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.requests()).containsExactly("read");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "b", DONE));
        assertThat(written.of("c").alreadyThere()).isTrue();
    }

    @Test
    void an_addition_and_a_removal_that_are_one_member_need_no_write() {
        RewrittenGroup group = group("A B");

        Written written = write(group, Mode.ADD_REMOVE, "a2", "b");

        assertThat(group.requests()).containsExactly("read");
        assertThat(written.states()).isEqualTo(Map.of("a2", DONE, "a", DONE));
        assertThat(written.of("a").reason()).isEqualTo("the same member as a2, who stays");
        assertThat(written.of("a2").alreadyThere()).isTrue();
        assertThat(group.list()).isEqualTo("A B");
    }

    @ParameterizedTest
    @EnumSource(names = {"ADD_REMOVE", "REMOVE_ADD"})
    void a_member_who_stays_keeps_its_place_when_others_come_and_go(Mode mode) {
        RewrittenGroup group = group("C A:lead B");

        Written written = write(group, mode, "a2", "b", "d");

        assertThat(group.writes()).containsExactly("write A:lead B D");
        assertThat(written.report().count(DONE)).isEqualTo(4);
    }

    @Test
    void removals_that_had_to_wait_need_no_write_if_they_are_gone_by_then() {
        RewrittenGroup group = group("A B").banning(true, "D");
        group.write(sent -> Optional.of(new WholeList.Refusal(failure(FailureKind.INVALID_REQUEST), Set.of("D"))))
                .write(sent -> {
                    group.take(sent);
                    group.leave("B");
                    return Optional.empty();
                });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c", "d");

        assertThat(group.requests()).containsExactly("read", "write A C D", "read", "write A B C", "read");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "d", FAILED, "b", DONE));
    }

    // Attempts

    @Test
    void each_further_attempt_keeps_members_who_joined_or_left_by_hand() {
        RewrittenGroup group = group("A B X");
        group.write(sent -> {
                    group.join("E:lead");
                    throw failure(FailureKind.UNAVAILABLE);
                })
                .write(sent -> {
                    group.leave("X");
                    throw failure(FailureKind.UNAVAILABLE);
                });

        Written written = write(group, Mode.ADD_REMOVE, "a", "x", "c");

        assertThat(group.requests())
                .containsExactly("read", "write A X C", "read", "write A X E:lead C", "read", "write A E:lead C");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "b", DONE));
    }

    @Test
    void a_further_attempt_after_a_write_with_an_effect_adds_nobody_twice() {
        RewrittenGroup group = group("A B");
        group.write(sent -> {
            group.take(sent);
            throw new SocketException("reset");
        });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.writes()).containsExactly("write A C", "write A C");
        assertThat(group.list()).isEqualTo("A C");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "b", DONE));
        assertThat(written.of("c").alreadyThere()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "MALFORMED_ANSWER", "UNKNOWN", "PERMISSION", "INVALID_REQUEST"})
    void a_lost_answer_is_done_if_the_list_shows_the_change(FailureKind kind) {
        RewrittenGroup group = group("A B").retry(retry.attempts(1));
        group.write(sent -> {
            group.take(sent);
            group.join("X");
            throw lost(kind);
        });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.requests()).containsExactly("read", "write A C", "read");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "b", DONE));
        assertThat(written.report().isClean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "MALFORMED_ANSWER", "UNKNOWN", "PERMISSION", "INVALID_REQUEST"})
    void a_lost_answer_is_not_known_if_the_list_does_not_show_the_change(FailureKind kind) {
        RewrittenGroup group = group("A B").retry(retry.attempts(1));
        group.write(sent -> {
            throw lost(kind);
        });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.requests()).containsExactly("read", "write A C", "read");
        assertThat(written.states()).isEqualTo(Map.of("c", NOT_KNOWN, "b", NOT_KNOWN));
    }

    @Test
    void a_lost_answer_with_half_of_the_change_is_not_known() {
        RewrittenGroup group = group("A B").retry(retry.attempts(1));
        group.write(sent -> {
            group.join("C");
            throw new SocketException("reset");
        });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(written.states()).isEqualTo(Map.of("c", NOT_KNOWN, "b", NOT_KNOWN));
    }

    @Test
    void a_lost_answer_is_not_known_if_the_list_cannot_be_read() {
        RewrittenGroup group = group("A B").retry(retry.attempts(1));
        group.read(sent -> Optional.empty())
                .read(sent -> {
                    throw new SocketException("reset again");
                })
                .write(sent -> {
                    group.take(sent);
                    throw new SocketException("reset");
                });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.requests()).containsExactly("read", "write A C", "read");
        assertThat(written.states()).isEqualTo(Map.of("c", NOT_KNOWN, "b", NOT_KNOWN));
        assertThat(written.of("c").reason()).contains("reset").doesNotContain("reset again");
        assertThat(written.failure().orElseThrow().getCause().getSuppressed())
                .singleElement()
                .asString()
                .contains("reset again");
    }

    @Test
    void a_certain_failure_needs_no_look() {
        RewrittenGroup group = group("A B");
        group.write(sent -> {
            throw failure(FailureKind.PERMISSION);
        });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.requests()).containsExactly("read", "write A C");
        assertThat(written.states()).isEqualTo(Map.of("c", FAILED, "b", FAILED));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "MALFORMED_ANSWER", "AUTHENTICATION"})
    void a_list_that_cannot_be_read_again_has_changed_nothing(FailureKind kind) {
        RewrittenGroup group = group("A B").retry(retry.attempts(2));
        group.write(sent -> {
                    throw failure(FailureKind.UNAVAILABLE);
                })
                .read(sent -> Optional.empty())
                .read(sent -> {
                    throw lost(kind);
                });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.requests()).containsExactly("read", "write A C", "read");
        assertThat(written.states()).isEqualTo(Map.of("c", FAILED, "b", FAILED));
        assertThat(written.of("c").kind()).contains(kind);
        assertThat(written.of("c").reason())
                .contains("members.set: could not read the list again before writing it: it said no");
    }

    @Test
    void a_list_that_cannot_be_read_again_after_a_lost_answer_is_not_known() {
        RewrittenGroup group = group("A B").retry(retry.attempts(2));
        group.write(sent -> {
                    throw new SocketException("reset");
                })
                .read(sent -> Optional.empty())
                .read(sent -> {
                    throw new IOException("gone");
                });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.requests()).containsExactly("read", "write A C", "read", "read");
        assertThat(written.states()).isEqualTo(Map.of("c", NOT_KNOWN, "b", NOT_KNOWN));
    }

    @Test
    void nothing_starts_if_the_list_cannot_be_read_first() {
        RewrittenGroup group = group("A B").retry(retry.attempts(1));
        group.read(sent -> {
            throw new SocketException("reset");
        });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.requests()).containsExactly("read");
        assertThat(written.states()).isEqualTo(Map.of("c", NOT_STARTED, "b", NOT_STARTED));
    }

    @Test
    void an_attempt_that_was_abandoned_while_it_read_the_list_does_not_write() {
        CountDownLatch never = new CountDownLatch(1);
        RewrittenGroup group = group("A B").retry(retry.callTimeout(Duration.ofSeconds(1)));
        group.write(sent -> {
                    throw failure(FailureKind.UNAVAILABLE);
                })
                .read(sent -> Optional.empty())
                .read(sent -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // a client that keeps the interrupt for later
                    }
                    return Optional.empty();
                });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.requests()).containsExactly("read", "write A C", "read", "read", "write A C");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "b", DONE));
    }

    // Refusals that name the member

    @Test
    void refused_newcomers_are_left_out_and_the_removals_wait() {
        RewrittenGroup group = group("A B").banning(true, "D", "F");

        Written written = write(group, Mode.ADD_REMOVE, "a", "c", "d", "e", "f");

        assertThat(group.requests())
                .containsExactly("read", "write A C D E F", "read", "write A B C E", "read", "write A C E");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "d", FAILED, "e", DONE, "f", FAILED, "b", DONE));
        assertThat(written.of("d").reason()).contains("it refuses d");
        assertThat(written.of("d").kind()).contains(FailureKind.REFUSED_THING);
    }

    @Test
    void refused_newcomers_may_be_named_one_after_the_other() {
        RewrittenGroup group = group("A");
        for (String id : List.of("D", "C")) {
            group.write(sent -> Optional.of(new WholeList.Refusal(failure(FailureKind.UNKNOWN), Set.of(id))));
        }

        Written written = write(group, Mode.ADD_ONLY, "b", "c", "d");

        assertThat(group.writes()).containsExactly("write A B C D", "write A B C", "write A B");
        assertThat(written.states()).isEqualTo(Map.of("b", DONE, "c", FAILED, "d", FAILED));
    }

    @Test
    void in_the_other_order_removals_are_made_with_the_newcomers_who_are_taken() {
        RewrittenGroup group = group("A B").banning(true, "D");

        Written written = write(group, Mode.REMOVE_ADD, "a", "c", "d");

        assertThat(group.writes()).containsExactly("write A C D", "write A C");
        assertThat(written.states()).isEqualTo(Map.of("b", DONE, "c", DONE, "d", FAILED));
    }

    @ParameterizedTest
    @EnumSource(names = {"ADD_REMOVE", "REMOVE_ADD"})
    void removals_are_made_if_all_newcomers_are_refused(Mode mode) {
        RewrittenGroup group = group("A B").banning(true, "C", "D");

        Written written = write(group, mode, "a", "c", "d");

        assertThat(group.writes()).containsExactly("write A C D", "write A");
        assertThat(written.states()).isEqualTo(Map.of("b", DONE, "c", FAILED, "d", FAILED));
    }

    @Test
    void refused_newcomers_can_be_tolerated() {
        RewrittenGroup group = group("A B").banning(true, "D");

        Written written = group.write(sync -> sync.tolerate(FailureKind.REFUSED_THING), "a", "c", "d");

        assertThat(written.states()).isEqualTo(Map.of("b", DONE, "c", DONE, "d", SKIPPED));
        assertThat(written.report().isClean()).isTrue();
    }

    @Test
    void guards_judge_again_before_removals_that_had_to_wait() {
        RewrittenGroup group = group("A B C").banning(true, "D", "E");

        Written written = group.write(sync -> sync.guard(Guards.minRemaining(3)), "a", "d", "e", "f");

        assertThat(group.writes()).containsExactly("write A D E F", "write A B C F");
        assertThat(written.states())
                .isEqualTo(Map.of("d", FAILED, "e", FAILED, "f", DONE, "b", NOT_STARTED, "c", NOT_STARTED));
        assertThat(group.list()).isEqualTo("A B C F");
    }

    @Test
    void guards_do_not_judge_again_if_the_removals_need_not_wait() {
        RewrittenGroup group = group("A B C").banning(true, "D", "E");

        Written written =
                group.write(sync -> sync.mode(Mode.REMOVE_ADD).guard(Guards.minRemaining(3)), "a", "d", "e", "f");

        assertThat(group.list()).isEqualTo("A F");
        assertThat(written.report().count(FAILED)).isEqualTo(2);
    }

    @Test
    void an_existing_member_that_is_refused_concerns_the_place() {
        RewrittenGroup group = group("A B:lead C").banning(true, "B", "C");

        Written written = write(group, Mode.ADD_ONLY, "a", "d");

        assertThat(group.writes()).containsExactly("write A B:lead C D");
        assertThat(group.refusedAsTheyAre()).containsExactly("B:lead C");
        assertThat(written.of("d").state()).isEqualTo(FAILED);
        assertThat(written.of("d").reason()).contains("it refuses the list");
    }

    @Test
    void an_existing_member_that_is_refused_can_be_removed() {
        RewrittenGroup group = group("A B").banning(true, "B");

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(group.writes()).containsExactly("write A C");
        assertThat(written.report().isClean()).isTrue();
    }

    @Test
    void a_newcomer_and_an_existing_member_are_refused_each_in_its_way() {
        RewrittenGroup group = group("A B").banning(true, "B", "D");

        Written written = write(group, Mode.ADD_ONLY, "c", "d");

        assertThat(group.writes()).containsExactly("write A B C D", "write A B C");
        assertThat(group.refusedAsTheyAre()).containsExactly("B");
        assertThat(written.of("d").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(written.of("c").kind()).contains(FailureKind.INVALID_REQUEST);
    }

    @Test
    void a_removal_that_is_refused_concerns_the_place() {
        RewrittenGroup group = group("A B C").banning(true, "C");

        Written written = write(group, Mode.REMOVE_ONLY, "a", "c");

        assertThat(group.writes()).containsExactly("write A C");
        assertThat(group.refusedAsTheyAre()).containsExactly("C");
        assertThat(written.of("b").state()).isEqualTo(FAILED);
    }

    // Refusals that name nobody

    @Test
    void one_of_many_newcomers_is_found_by_halves() {
        RewrittenGroup group = group("A").banning(false, "D");

        Written written = write(group, Mode.ADD_ONLY, "b", "c", "d", "e", "f", "g", "h", "i");

        assertThat(group.writes())
                .containsExactly(
                        "write A B C D E F G H I",
                        "write A",
                        "write A B C D E",
                        "write A B C",
                        "write A B C D E",
                        "write A B C D",
                        "write A B C E",
                        "write A B C E F G H I");
        assertThat(group.requests().stream().filter("read"::equals)).hasSize(8);
        assertThat(written.of("d").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(written.report().count(DONE)).isEqualTo(7);
        assertThat(group.list()).isEqualTo("A B C E F G H I");
    }

    @Test
    void the_only_newcomer_is_the_reason_if_the_list_without_it_is_taken() {
        RewrittenGroup group = group("A").banning(false, "B");

        Written written = write(group, Mode.ADD_ONLY, "b");

        assertThat(group.writes()).containsExactly("write A B", "write A");
        assertThat(written.of("b").kind()).contains(FailureKind.REFUSED_THING);
    }

    @Test
    void newcomers_are_not_blamed_if_the_list_without_them_is_refused_as_well() {
        RewrittenGroup group = group("A B").banning(false, "B");

        Written written = write(group, Mode.ADD_ONLY, "c", "d");

        assertThat(group.writes()).containsExactly("write A B C D", "write A B");
        assertThat(group.refusedAsTheyAre()).containsExactly("");
        assertThat(written.report().count(FAILED)).isEqualTo(2);
        assertThat(written.of("c").kind()).contains(FailureKind.INVALID_REQUEST);
    }

    @Test
    void an_empty_list_is_not_written_to_find_out() {
        RewrittenGroup group = group("").banning(false, "B");

        Written written = write(group, Mode.ADD_ONLY, "a", "b");

        assertThat(group.writes()).containsExactly("write A B", "write A", "write A B");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", FAILED));
    }

    @Test
    void removals_wait_while_the_refused_newcomer_is_found() {
        RewrittenGroup group = group("A B").banning(false, "D");

        Written written = write(group, Mode.ADD_REMOVE, "a", "c", "d");

        assertThat(group.writes())
                .containsExactly("write A C D", "write A B", "write A B C", "write A B C D", "write A C");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "d", FAILED, "b", DONE));
    }

    @Test
    void in_the_other_order_removals_are_made_while_the_refused_newcomer_is_found() {
        RewrittenGroup group = group("A B").banning(false, "D");

        Written written = write(group, Mode.REMOVE_ADD, "a", "c", "d");

        assertThat(group.writes()).containsExactly("write A C D", "write A", "write A C", "write A C D");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "d", FAILED, "b", DONE));
    }

    @Test
    void the_last_members_stay_while_the_refused_newcomer_is_found_and_leave_with_the_first_who_is_taken() {
        RewrittenGroup group = group("A").banning(false, "C");

        Written written = write(group, Mode.REMOVE_ADD, "b", "c");

        assertThat(group.writes()).containsExactly("write B C", "write A", "write B", "write B C");
        assertThat(written.states()).isEqualTo(Map.of("a", DONE, "b", DONE, "c", FAILED));
        assertThat(group.list()).isEqualTo("B");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "MALFORMED_ANSWER"})
    void newcomers_are_not_blamed_if_the_answer_to_the_list_without_them_is_lost(FailureKind kind) {
        RewrittenGroup group = group("A").retry(retry.attempts(1)).banning(false, "B");
        group.write(sent -> Optional.of(new WholeList.Refusal(failure(FailureKind.UNKNOWN), Set.of())))
                .write(sent -> {
                    throw lost(kind);
                });

        Written written = write(group, Mode.ADD_ONLY, "b", "c");

        assertThat(group.requests()).containsExactly("read", "write A B C", "read", "write A");
        assertThat(written.states()).isEqualTo(Map.of("b", FAILED, "c", FAILED));
        assertThat(written.of("b").kind()).contains(kind);
    }

    @Test
    void a_removal_whose_answer_was_lost_while_the_refused_newcomer_is_found_is_looked_up() {
        RewrittenGroup group = group("A B").retry(retry.attempts(1));
        group.write(sent -> Optional.of(new WholeList.Refusal(failure(FailureKind.UNKNOWN), Set.of())))
                .write(sent -> {
                    group.take(sent);
                    throw lost(FailureKind.UNAVAILABLE);
                });

        Written written = write(group, Mode.REMOVE_ADD, "a", "c");

        assertThat(group.requests()).containsExactly("read", "write A C", "read", "write A", "read");
        assertThat(written.of("b").state()).isEqualTo(DONE);
        assertThat(written.of("c").state()).isEqualTo(FAILED);
    }

    // Trouble with newcomers

    @ParameterizedTest
    @EnumSource(names = {"ADD_REMOVE", "REMOVE_ADD"})
    void a_list_that_is_too_long_keeps_no_member_in(Mode mode) {
        RewrittenGroup group = group("A B C").largest(3);

        Written written = write(group, mode, "a", "b", "d", "e");

        assertThat(group.requests()).containsExactly("read", "write A B D E", "read", "write A B");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "d", FAILED, "e", FAILED));
        assertThat(written.of("d").reason()).contains("the list is too long");
    }

    @Test
    void guards_judge_before_members_leave_a_list_that_was_too_long() {
        RewrittenGroup group = group("A B C").largest(3);

        Written written = group.write(sync -> sync.guard(Guards.minRemaining(3)), "a", "b", "d", "e");

        assertThat(group.writes()).containsExactly("write A B D E");
        assertThat(written.states()).isEqualTo(Map.of("c", NOT_STARTED, "d", FAILED, "e", FAILED));
    }

    @Test
    void removals_that_fail_after_trouble_with_newcomers_have_their_own_reason() {
        RewrittenGroup group = group("A B C").largest(3);
        group.write(sent -> {
                    throw failure(FailureKind.INVALID_REQUEST);
                })
                .write(sent -> {
                    throw failure(FailureKind.PERMISSION);
                });

        Written written = write(group, Mode.REMOVE_ADD, "a", "b", "d");

        assertThat(written.of("d").kind()).contains(FailureKind.INVALID_REQUEST);
        assertThat(written.of("c").kind()).contains(FailureKind.PERMISSION);
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMISSION", "AUTHENTICATION", "NOT_FOUND", "READ_ONLY"})
    void trouble_with_the_place_is_not_tried_without_newcomers(FailureKind kind) {
        RewrittenGroup group = group("A B");
        group.write(sent -> {
            throw failure(kind);
        });

        Written written = write(group, Mode.REMOVE_ADD, "a", "c");

        assertThat(group.writes()).hasSize(1);
        assertThat(written.report().count(FAILED)).isEqualTo(2);
    }

    // Unknown additions

    @Test
    void an_unknown_addition_is_reported_and_removals_wait() {
        RewrittenGroup group = group("A B").notKnowing("d");

        Written written = write(group, Mode.ADD_REMOVE, "a", "c", "d");

        assertThat(group.requests()).containsExactly("read", "write A B C", "read", "write A C");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "d", FAILED, "b", DONE));
        assertThat(written.of("d").kind()).contains(FailureKind.UNKNOWN_THING);
    }

    @Test
    void an_unknown_addition_is_reported_and_removals_of_the_other_order_do_not_wait() {
        RewrittenGroup group = group("A B").notKnowing("d");

        Written written = write(group, Mode.REMOVE_ADD, "a", "c", "d");

        assertThat(group.requests()).containsExactly("read", "write A C");
        assertThat(written.states()).isEqualTo(Map.of("b", DONE, "c", DONE, "d", FAILED));
    }

    @Test
    void unknown_additions_alone_need_no_request() {
        RewrittenGroup group = group("A").notKnowing("b", "c");

        Written written = group.write(sync -> sync.mode(Mode.ADD_ONLY).tolerate(FailureKind.UNKNOWN_THING), "b", "c");

        assertThat(group.requests()).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("b", SKIPPED, "c", SKIPPED));
    }

    @Test
    void guards_judge_before_removals_that_wait_for_unknown_additions() {
        RewrittenGroup group = group("A B C").notKnowing("d");

        Written written = group.write(sync -> sync.guard(Guards.minRemaining(2)), "a", "d");

        assertThat(group.writes()).isEmpty();
        assertThat(written.states()).isEqualTo(Map.of("d", FAILED, "b", NOT_STARTED, "c", NOT_STARTED));
    }

    // Members that the engine protects between the halves

    @Test
    void a_removal_that_may_be_an_addition_who_is_already_there_is_not_made() {
        RewrittenGroup group = group("A W X Y").banning(true, "D").laterAliases(Map.of("a2", "y"));

        Written written = write(group, Mode.ADD_REMOVE, "a2", "w", "d");

        assertThat(written.of("y").state()).isEqualTo(NOT_STARTED);
        assertThat(written.of("y").reason()).contains("may be the same member as a2");
        assertThat(written.of("x").state()).isEqualTo(DONE);
        assertThat(group.writes()).containsExactly("write A W D", "write A W Y");
    }

    @Test
    void no_removal_is_made_if_the_place_does_not_show_an_addition_who_is_already_there() {
        RewrittenGroup group = group("A W X Y").banning(true, "D");

        Written written = write(group, Mode.ADD_REMOVE, "a2", "w", "d");

        assertThat(written.of("x").state()).isEqualTo(NOT_STARTED);
        assertThat(written.of("y").state()).isEqualTo(NOT_STARTED);
        assertThat(written.of("x").reason()).contains("may be the same member as a2");
        assertThat(group.list()).isEqualTo("A W X Y");
    }

    // Interrupts

    @Test
    void an_interrupt_in_the_only_write_leaves_both_halves_not_known() {
        RewrittenGroup group = group("A B");
        Thread sync = Thread.currentThread();
        group.write(sent -> {
            sync.interrupt();
            new CountDownLatch(1).await();
            return Optional.empty();
        });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(group.requests()).containsExactly("read", "write A C");
        assertThat(written.states()).isEqualTo(Map.of("c", NOT_KNOWN, "b", NOT_KNOWN));
    }

    @Test
    void an_interrupt_while_removals_wait_leaves_them_not_started() {
        RewrittenGroup group = group("A B");
        Thread sync = Thread.currentThread();
        group.write(sent -> Optional.of(new WholeList.Refusal(failure(FailureKind.UNKNOWN), Set.of("D"))))
                .write(sent -> {
                    sync.interrupt();
                    new CountDownLatch(1).await();
                    return Optional.empty();
                });

        Written written = write(group, Mode.ADD_REMOVE, "a", "c", "d");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(group.writes()).containsExactly("write A C D", "write A B C");
        assertThat(written.states()).isEqualTo(Map.of("c", NOT_KNOWN, "d", FAILED, "b", NOT_STARTED));
    }

    @Test
    void an_interrupt_between_the_calls_leaves_the_removals_not_started() {
        RewrittenGroup group = group("A B").banning(true, "D");
        SyncListener listener = new SyncListener() {
            @Override
            public void happened(Plan plan, Outcome outcome) {
                Thread.currentThread().interrupt();
            }
        };

        Written written = group.write(sync -> sync.listener(listener), "a", "c", "d");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(group.writes()).containsExactly("write A C D", "write A B C");
        assertThat(written.states()).isEqualTo(Map.of("c", DONE, "d", FAILED, "b", NOT_STARTED));
    }

    // Values

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_refusal_copies_its_keys(boolean named) {
        Set<String> keys = named ? new HashSet<>(Set.of("A")) : new HashSet<>();
        WholeList.Refusal refusal = new WholeList.Refusal(failure(FailureKind.UNKNOWN), keys);

        keys.add("B");

        assertThat(refusal.keys()).hasSize(named ? 1 : 0);
        assertThatThrownBy(() -> refusal.keys().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
