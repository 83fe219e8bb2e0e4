package dev.gosync.google;

import static dev.gosync.google.GoogleFake.GROUP;
import static dev.gosync.google.GoogleFixture.people;
import static dev.gosync.google.GoogleFixture.workspace;
import static dev.gosync.testkit.Asking.add;
import static dev.gosync.testkit.Asking.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gosync.Outcome;
import dev.gosync.Outcome.State;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.google.GoogleGroup.Delivery;
import dev.gosync.google.GoogleGroup.MemberType;
import dev.gosync.google.GoogleGroup.Role;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleGroupTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String CEM = "cem@example.com";

    private final GoogleFake fake = new GoogleFake();
    private final List<Duration> waits = new ArrayList<>();
    private final GoogleWorkspace workspace = workspace(fake, waits);
    private final GoogleGroup group = workspace.group(GROUP);

    @AfterEach
    void close() {
        workspace.close();
        fake.close();
        assertThat(fake.complaints()).isEmpty();
    }

    private static Outcome outcome(Report report, String thing) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.thing().equals(thing))
                .findFirst()
                .orElseThrow();
    }

    private Set<String> everybody() {
        return fake.members(GROUP, "MEMBER", "MANAGER", "OWNER");
    }

    // --- Batches

    @Test
    void a_batch_holds_a_request_for_each_thing_and_its_answers_may_come_in_any_order() throws Exception {
        fake.introduce(List.of(ANN, BOB));
        fake.join(GROUP, List.of(CEM), "MEMBER");

        Report report = add(group, List.of(ANN, "nobody@example.com", BOB, CEM));

        assertThat(outcome(report, ANN).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, BOB).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, CEM).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, "nobody@example.com").kind()).contains(FailureKind.UNKNOWN_THING);
        assertThat(everybody()).containsExactly(ANN, BOB, CEM);
        FakeRequest batch = fake.received().get(0);
        assertThat(batch.path()).isEqualTo("/batch");
        assertThat(FakeBatch.parts(batch).values())
                .allSatisfy(part -> {
                    assertThat(part.verb()).isEqualTo("POST");
                    assertThat(part.path()).endsWith("/groups/team@example.com/members");
                })
                .extracting(part -> part.json("email"), part -> part.json("role"))
                .containsExactly(
                        tuple(ANN, "MEMBER"),
                        tuple(BOB, "MEMBER"),
                        tuple(CEM, "MEMBER"),
                        tuple("nobody@example.com", "MEMBER"));
    }

    @Test
    void an_addition_that_google_asks_to_retry_is_repeated_alone_in_a_later_batch() {
        fake.introduce(List.of(ANN, BOB, CEM));
        fake.trouble(
                BOB,
                GoogleFake.error(403, "userRateLimitExceeded", "User Rate Limit Exceeded"),
                GoogleFake.error(403, "quotaExceeded", "Quota exceeded").header("Retry-After", "7"),
                GoogleFake.error(429, "rateLimitExceeded", "Rate Limit Exceeded"));

        Report report = add(group, List.of(ANN, BOB, CEM));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(ANN, BOB, CEM);
        assertThat(fake.received())
                .extracting(batch -> FakeBatch.parts(batch).size())
                .containsExactly(3, 1, 1, 1);
        assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(7), Duration.ofSeconds(2));
    }

    @Test
    void an_addition_that_google_asks_to_retry_too_often_fails_alone() {
        fake.introduce(List.of(ANN, BOB));
        FakeAnswer busy = GoogleFake.error(403, "quotaExceeded", "Quota exceeded");
        fake.trouble(BOB, busy, busy, busy, busy);

        Report report = add(group, List.of(ANN, BOB));

        assertThat(fake.calls()).isEqualTo(Map.of("batch", 4));
        assertThat(outcome(report, ANN).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, BOB).state()).isEqualTo(State.FAILED);
        assertThat(outcome(report, BOB).kind()).contains(FailureKind.RATE_LIMITED);
        assertThat(everybody()).containsExactly(ANN);
    }

    @Test
    void more_than_the_quota_of_a_minute_is_added_with_waits() {
        fake.introduce(people(0, 3000));
        fake.clock(new WaitedClock(waits));
        fake.limit("members.insert", 2400);

        Report report = add(group, people(0, 3000));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).hasSize(3000);
        assertThat(fake.received())
                .extracting(batch -> FakeBatch.parts(batch).size())
                .containsExactly(1000, 1000, 1000, 600);
    }

    @Test
    void a_used_up_quota_without_a_time_to_retry_is_waited_out() {
        fake.introduce(List.of(ANN));
        FakeAnswer used = GoogleFake.error(403, "quotaExceeded", "Quota exceeded");
        fake.trouble(ANN, used, used, used);

        Report report = add(group, List.of(ANN));

        assertThat(report.isClean()).isTrue();
        assertThat(waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    @Test
    void each_thing_of_an_abandoned_batch_fails_for_its_own_reason() {
        fake.introduce(List.of(ANN, BOB, CEM));
        FakeAnswer broken = GoogleFake.error(500, "internalError", "Internal Error");
        FakeAnswer used =
                GoogleFake.error(429, "rateLimitExceeded", "Slow down").header("Retry-After", "7");
        fake.trouble(ANN, broken, used, used, used);
        fake.trouble(BOB, used, used, used, used);
        fake.trouble(CEM, broken, broken, broken, broken);

        Report report = add(group, List.of(ANN, BOB, CEM));

        assertThat(report.outcomes())
                .extracting(
                        Outcome::thing,
                        Outcome::state,
                        outcome -> outcome.kind().orElseThrow())
                .containsExactly(
                        tuple(
                                ANN,
                                State.NOT_KNOWN,
                                FailureKind.RATE_LIMITED), // the 500 before may have added the member
                        tuple(BOB, State.FAILED, FailureKind.RATE_LIMITED),
                        tuple(CEM, State.NOT_KNOWN, FailureKind.UNAVAILABLE));
        assertThat(waits).hasSize(3).allMatch(Duration.ofSeconds(7)::equals);
    }

    @Test
    void a_batch_with_one_unauthorized_answer_ends_there_and_the_others_keep_their_outcomes() {
        fake.introduce(List.of(ANN, BOB));
        fake.trouble(BOB, GoogleFake.error(401, "authError", "Invalid Credentials"));

        Report report = add(group, List.of(ANN, BOB));

        assertThat(outcome(report, ANN).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, BOB).kind()).contains(FailureKind.AUTHENTICATION);
        assertThat(fake.calls()).isEqualTo(Map.of("batch", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann+list@example.com",
                "o'hara@example.com",
                "a/b@example.com",
                "100%25@example.com",
                "what?#&=@example.com",
                "{x}!$*^`|~@example.com",
                "jürgen@example.com",
            })
    void an_odd_address_is_added_and_removed_unchanged(String odd) {
        fake.introduce(List.of(odd, ANN));

        assertThat(add(group, List.of(odd, ANN)).isClean()).isTrue();
        assertThat(everybody()).containsExactlyInAnyOrder(odd, ANN);
        assertThat(remove(group, List.of(odd)).isClean()).isTrue();
        assertThat(everybody()).containsExactly(ANN);
    }

    @Test
    void a_batch_with_a_final_refusal_is_not_repeated_for_transient_failures() {
        fake.introduce(List.of(ANN, BOB));
        fake.trouble(ANN, GoogleFake.error(503, "backendError", "Backend Error"));
        fake.trouble(BOB, GoogleFake.error(403, "forbidden", "Not Authorized to access this resource/api"));

        Report report = add(group, List.of(ANN, BOB));

        assertThat(fake.calls()).isEqualTo(Map.of("batch", 1));
        assertThat(outcome(report, BOB).kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, ANN).kind()).contains(FailureKind.UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Type.class,
            names = {"LOST_ANSWER", "RESET"})
    void a_batch_whose_answer_is_lost_is_repeated_and_done_once(Fault.Type type) throws Exception {
        fake.join(GROUP, List.of(ANN), "MEMBER");
        fake.introduce(List.of(BOB));
        group.get();
        fake.inject(Fault.of(type).onWrites().times(1));
        assertThat(remove(group, List.of(ANN)).isClean()).isTrue();
        fake.heal();
        fake.inject(Fault.of(type).onWrites().times(1));

        assertThat(add(group, List.of(BOB)).isClean()).isTrue();

        assertThat(everybody()).containsExactly(BOB);
        assertThat(fake.calls())
                .as("a repeated removal is not found, so the group is read again before it counts as done")
                .isEqualTo(Map.of("members.list", 2, "batch", 4));
    }

    @Test
    void a_part_without_an_answer_is_not_known() {
        fake.introduce(List.of(ANN, BOB));
        fake.leaveOut(BOB);

        Report report = add(group, List.of(ANN, BOB));

        assertThat(outcome(report, ANN).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, BOB).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(report, BOB).kind()).contains(FailureKind.MALFORMED_ANSWER);
    }

    @Test
    void an_addition_that_is_refused_after_a_lost_answer_is_not_known() {
        fake.introduce(List.of(ANN));
        fake.trouble(
                ANN,
                GoogleFake.error(500, "internalError", "Internal Error"),
                GoogleFake.error(403, "forbidden", "Not Authorized to access this resource/api"));

        Report report = add(group, List.of(ANN));

        assertThat(outcome(report, ANN).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(report, ANN).kind()).contains(FailureKind.PERMISSION);
    }

    @Test
    void a_5xx_within_a_batch_is_not_known() {
        fake.introduce(List.of(ANN));
        FakeAnswer broken = GoogleFake.error(500, "internalError", "Internal Error");
        fake.trouble(ANN, broken, broken, broken, broken);

        Report report = add(group, List.of(ANN));

        assertThat(outcome(report, ANN).state()).isEqualTo(State.NOT_KNOWN);
        assertThat(outcome(report, ANN).kind()).contains(FailureKind.UNAVAILABLE);
    }

    @Test
    void an_existing_member_within_a_batch_is_done_and_a_conflict_is_retried() {
        fake.join(GROUP, List.of(ANN), "MEMBER");
        fake.trouble(BOB, GoogleFake.error(409, "conflict", "The operation was aborted"));
        fake.introduce(List.of(BOB));

        Report report = add(group, List.of(ANN, BOB));

        assertThat(report.isClean()).isTrue();
        assertThat(everybody()).containsExactly(ANN, BOB);
        assertThat(fake.calls())
                .as("a conflict is no duplicate, and is tried again")
                .isEqualTo(Map.of("batch", 2));
    }

    // --- Errors

    @Test
    void a_missing_group_is_one_clear_error() {
        GoogleGroup missing = workspace.group("missing@example.com");

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(missing::get)
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
                    assertThat(failure)
                            .hasMessageContaining("Google group missing@example.com: members.list: HTTP 404: notFound");
                });
        for (Report report : List.of(add(missing, List.of(ANN, BOB)), remove(missing, List.of(ANN, BOB)))) {
            assertThat(report.failure().flatMap(Failure::kind)).contains(FailureKind.NOT_FOUND);
            assertThat(report.outcomes()).noneMatch(outcome -> outcome.state() == State.DONE);
        }
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 2));
    }

    @Test
    void a_missing_group_whose_address_ends_like_a_members_is_not_taken_for_that_member() {
        fake.trouble("am@example.com", GoogleFake.error(404, "notFound", "Resource Not Found: team@example.com"));

        Report report = add(group, List.of("am@example.com"));

        assertThat(outcome(report, "am@example.com").kind()).contains(FailureKind.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "403, forbidden, admin role that may read and change groups",
        "403, insufficientPermissions, https://www.googleapis.com/auth/admin.directory.group.member",
        "403, accessNotConfigured, Enable the Admin SDK API",
    })
    void a_403_names_the_reason_and_the_missing_permission(int status, String reason, String remedy) {
        fake.introduce(List.of(ANN));
        fake.trouble(ANN, GoogleFake.error(status, reason, "Because."));

        Report report = add(group, List.of(ANN));

        assertThat(report.failure()).get().satisfies(failure -> {
            assertThat(failure.kind()).contains(FailureKind.PERMISSION);
            assertThat(failure.message()).contains("HTTP 403: " + reason + ": Because (PERMISSION). ", remedy);
        });
        assertThat(waits).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "404, notFound, Resource Not Found: memberKey, UNKNOWN_THING",
        "404, notFound, Resource Not Found: Ann@Example.com, UNKNOWN_THING",
        "404, notFound, Resource Not Found: email, UNKNOWN_THING",
        "404, resourceNotFound, Resource Not Found: email., UNKNOWN_THING",
        "404, notFound, 'Resource Not Found: [memberKey]', UNKNOWN_THING",
        "400, required, Missing required field: memberKey, UNKNOWN_THING",
        "400, required, Missing required field: email, UNKNOWN_THING",
        "400, invalid, Missing required field: memberKey, UNKNOWN_THING",
        "400, invalid, Invalid Input: memberKey, REFUSED_THING",
        "400, badRequest, Invalid Input: email, REFUSED_THING",
        "400, invalid, Invalid Input: groupKey, INVALID_REQUEST",
        "400, required, Missing required field: groupKey, INVALID_REQUEST",
        "404, notFound, Resource Not Found: groupKey, NOT_FOUND",
        "412, conditionNotMet, Cyclic memberships not allowed, REFUSED_THING",
        "400, invalid, Invalid Input: role, INVALID_REQUEST",
        "404, notFound, Domain not found., NOT_FOUND",
        "402, paymentRequired, Pay, UNKNOWN",
        "409, '', '', UNKNOWN",
    })
    void the_refusal_of_an_addition_has_the_right_kind(int status, String reason, String message, FailureKind kind) {
        fake.introduce(List.of(ANN));
        fake.trouble(ANN, GoogleFake.error(status, reason, message));

        assertThat(outcome(add(group, List.of(ANN)), ANN).kind()).contains(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "403, rateLimitExceeded, PERMISSION_DENIED, RATE_LIMIT_EXCEEDED, RATE_LIMITED",
        "429, rateLimitExceeded, RESOURCE_EXHAUSTED, RATE_LIMIT_EXCEEDED, RATE_LIMITED",
        "403, forbidden, PERMISSION_DENIED, SERVICE_DISABLED, PERMISSION",
        "403, insufficientPermissions, PERMISSION_DENIED, ACCESS_TOKEN_SCOPE_INSUFFICIENT, PERMISSION",
        "409, aborted, ABORTED, CONCURRENT_CHANGE, UNAVAILABLE",
    })
    void an_error_with_details_has_the_right_kind(
            int status, String reason, String code, String detail, FailureKind kind) {
        fake.introduce(List.of(ANN));
        FakeAnswer refusal = GoogleFake.detailed(status, reason, "Because.", code, detail);
        fake.trouble(ANN, refusal, refusal, refusal, refusal);

        Outcome outcome = outcome(add(group, List.of(ANN)), ANN);

        assertThat(outcome.kind()).contains(kind);
        assertThat(outcome.reason()).contains("HTTP " + status + ": " + detail + ": Because");
    }

    @Test
    void the_empty_object_of_another_server_is_not_an_empty_group() {
        FakeAnswer stranger = FakeAnswer.json(200, Map.of());
        try (StrangeServer strange = new StrangeServer(stranger)) {
            GoogleGroup elsewhere = GoogleWorkspace.builder(GoogleFixture.credentials())
                    .baseUrl(strange.address())
                    .build()
                    .group(GROUP);

            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(elsewhere::get)
                    .extracting(AdapterException::kind)
                    .isEqualTo(FailureKind.MALFORMED_ANSWER);
        }
    }

    @Test
    void pages_in_a_circle_end() {
        try (Circle circle = new Circle();
                GoogleWorkspace elsewhere = GoogleWorkspace.builder(GoogleFixture.credentials())
                        .baseUrl(circle.address())
                        .build()) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> elsewhere.group(GROUP).get())
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER))
                    .withMessageContaining("read before");
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> elsewhere.usersOfOrgUnit("/").get())
                    .withMessageContaining("read before");
        }
    }

    /** The second page leads to the third, and the third to the second. */
    private static final class Circle extends FakeServer {
        Circle() {
            reads(
                    "members.list",
                    "GET /admin/directory/v1/groups/{group}/members",
                    request -> page("members", request));
            reads("users.list", "GET /admin/directory/v1/users", request -> page("users", request));
        }

        private static FakeAnswer page(String name, FakeRequest request) {
            String next = request.query("pageToken").equals(Optional.of("second")) ? "third" : "second";
            return FakeAnswer.json(200, Map.of("kind", "admin#directory#" + name, "nextPageToken", next));
        }
    }

    // --- Roles

    @Test
    void owners_and_managers_are_listed_as_kept_and_never_removed() throws Exception {
        fake.join(GROUP, List.of(ANN), "MEMBER");
        fake.join(GROUP, List.of(BOB), "MANAGER");
        fake.join(GROUP, List.of(CEM), "OWNER");
        fake.introduce(List.of("new@example.com"));

        Listing listing = group.get();
        Report report = Sync.from(Sources.of(List.of("new@example.com"))).syncWith(group);

        assertThat(listing.things()).containsExactly(ANN, BOB, CEM);
        assertThat(listing.kept()).isEqualTo(Map.of(BOB, "manager", CEM, "owner"));
        assertThat(report.isClean()).isTrue();
        assertThat(fake.members(GROUP, "MEMBER")).containsExactly("new@example.com");
        assertThat(fake.members(GROUP, "MANAGER")).containsExactly(BOB);
        assertThat(fake.members(GROUP, "OWNER")).containsExactly(CEM);
    }

    @Test
    void adding_an_owner_is_a_success_and_lowers_nobody() {
        fake.join(GROUP, List.of(ANN), "OWNER");

        assertThat(add(group, List.of(ANN)).isClean()).isTrue();
        assertThat(add(group.role(Role.MANAGER), List.of(ANN)).isClean()).isTrue();

        assertThat(fake.members(GROUP, "OWNER")).containsExactly(ANN);
    }

    @Test
    void a_member_who_became_an_owner_after_a_read_of_more_than_a_minute_ago_is_not_removed() throws Exception {
        fake.join(GROUP, List.of(ANN), "MEMBER");
        fake.join(GROUP, List.of(BOB), "MEMBER");
        List<Duration> passed = new ArrayList<>();
        try (GoogleWorkspace other = GoogleWorkspace.builder(GoogleFixture.credentials())
                .baseUrl(fake.root())
                .retry(Retry.standard().time(new WaitedClock(passed), passed::add, () -> 1.0))
                .build()) {
            GoogleGroup read = other.group(GROUP);
            read.get();
            passed.add(Duration.ofSeconds(61));
            fake.join(GROUP, List.of(BOB), "OWNER");

            Report report = remove(read, List.of(ANN, BOB));

            assertThat(outcome(report, ANN).state()).isEqualTo(State.DONE);
            assertThat(outcome(report, BOB).kind()).contains(FailureKind.REFUSED_THING);
            assertThat(everybody()).containsExactly(BOB);
            assertThat(fake.calls()).isEqualTo(Map.of("members.list", 1, "batch", 2));
        }
    }

    @Test
    void an_owner_is_not_removed_by_an_adapter_that_never_read_the_group() {
        fake.join(GROUP, List.of(ANN), "MEMBER");
        fake.join(GROUP, List.of(BOB), "OWNER");

        Report report = remove(group, List.of(ANN, BOB));

        assertThat(outcome(report, ANN).state()).isEqualTo(State.DONE);
        assertThat(outcome(report, BOB).kind()).contains(FailureKind.REFUSED_THING);
        assertThat(outcome(report, BOB).reason()).contains("bob@example.com is owner, and stays");
        assertThat(everybody()).containsExactly(BOB);
    }

    @Test
    void a_place_of_managers_lists_managers_keeps_owners_and_leaves_members_alone() throws Exception {
        fake.join(GROUP, List.of(ANN), "MEMBER");
        fake.join(GROUP, List.of(BOB), "MANAGER");
        fake.join(GROUP, List.of(CEM), "OWNER");
        GoogleGroup managers = group.role(Role.MANAGER);
        fake.introduce(List.of("new@example.com"));

        Listing listing = managers.get();
        Report report = Sync.from(Sources.of(List.of(ANN, "new@example.com"))).syncWith(managers);

        assertThat(managers.name()).isEqualTo("Google group team@example.com (managers)");
        assertThat(listing.things()).containsExactly(BOB, CEM);
        assertThat(listing.kept()).isEqualTo(Map.of(CEM, "owner"));
        assertThat(report.isClean()).isTrue();
        assertThat(fake.members(GROUP, "MANAGER")).containsExactly(ANN, "new@example.com");
        assertThat(fake.members(GROUP, "OWNER")).containsExactly(CEM);
        assertThat(fake.members(GROUP, "MEMBER")).isEmpty();
    }

    @Test
    void a_removal_from_the_managers_leaves_an_ordinary_member_in_the_group() {
        fake.join(GROUP, List.of(ANN), "MEMBER");

        assertThat(remove(group.role(Role.MANAGER), List.of(ANN)).isClean()).isTrue();

        assertThat(fake.members(GROUP, "MEMBER")).containsExactly(ANN);
    }

    @Test
    void a_member_who_leaves_while_being_raised_is_reported() {
        fake.join(GROUP, List.of(ANN), "MEMBER");
        fake.trouble(
                ANN,
                GoogleFake.error(409, "duplicate", "Member already exists."),
                GoogleFake.error(404, "notFound", "Resource Not Found: memberKey"),
                GoogleFake.error(404, "notFound", "Resource Not Found: memberKey"));

        Report report = add(group.role(Role.OWNER), List.of(ANN));

        assertThat(outcome(report, ANN).kind()).contains(FailureKind.UNKNOWN_THING);
    }

    @Test
    void a_member_who_cannot_be_raised_is_not_done() {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.introduce(List.of(CEM));
        fake.trouble(
                ANN,
                GoogleFake.error(409, "duplicate", "Member already exists."),
                GoogleFake.error(403, "forbidden", "Not Authorized to access this resource/api"),
                GoogleFake.error(403, "forbidden", "Not Authorized to access this resource/api"));

        Report report = add(group.role(Role.OWNER), List.of(ANN, BOB, CEM));

        assertThat(outcome(report, ANN).kind()).contains(FailureKind.PERMISSION);
        assertThat(outcome(report, BOB).state()).isEqualTo(State.FAILED);
        assertThat(outcome(report, CEM).state()).isEqualTo(State.DONE);
        assertThat(fake.members(GROUP, "OWNER")).containsExactly(CEM);
    }

    // --- Members of other types

    @Test
    void everybody_in_the_account_and_nested_groups_are_left_out_and_never_removed() throws Exception {
        fake.createGroup("nested@example.com");
        fake.join(GROUP, List.of(ANN, "partner@elsewhere.test", "nested@example.com"), "MEMBER");
        fake.joinEverybody(GROUP);

        Listing listing = group.get();
        Report report = remove(group, List.of(ANN, "nested@example.com"));

        assertThat(listing.things()).containsExactly(ANN, "partner@elsewhere.test");
        assertThat(listing.leftOut()).isEqualTo(Map.of("nested group", 1, "everybody in the account", 1));
        assertThat(outcome(report, "nested@example.com").kind()).contains(FailureKind.REFUSED_THING);
        assertThat(everybody()).containsExactly("nested@example.com", "partner@elsewhere.test");
        assertThat(fake.count(GROUP, "CUSTOMER")).isEqualTo(1);
    }

    @Test
    void member_types_limit_the_list() throws Exception {
        fake.createGroup("nested@example.com");
        fake.join(GROUP, List.of(ANN, "partner@elsewhere.test", "nested@example.com"), "MEMBER");
        GoogleGroup nested = group.memberTypes(List.of(MemberType.GROUP));

        assertThat(nested.get().things()).containsExactly("nested@example.com");
        assertThat(nested.get().leftOut()).isEqualTo(Map.of("of type user", 1, "of type external", 1));
        assertThat(remove(nested, List.of("nested@example.com")).isClean()).isTrue();
        assertThat(group.memberTypes(List.of(MemberType.USER)).get().things()).containsExactly(ANN);
        assertThatThrownBy(() -> group.memberTypes(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void with_derived_members_a_group_is_a_source_only() throws Exception {
        fake.createGroup("nested@example.com");
        fake.join("nested@example.com", List.of(BOB, ANN), "MEMBER");
        fake.join(GROUP, List.of(ANN, "nested@example.com"), "MEMBER");
        fake.join(GROUP, List.of(CEM), "OWNER");

        Source all = group.withDerivedMembers(true);

        assertThat(all).isNotInstanceOf(Adapter.class);
        assertThat(all.name()).isEqualTo("Google group team@example.com with the members of its groups");
        assertThat(all.get().things()).containsExactlyInAnyOrder(ANN, BOB, CEM);
        assertThat(all.get().kept()).isEmpty();
        assertThat(all.get().leftOut()).isEqualTo(Map.of("nested group", 1));
    }

    @Test
    void four_groups_of_one_account_in_parallel_read_the_other_addresses_once() throws Exception {
        List<GoogleGroup> groups = Stream.of("a@example.com", "b@example.com", "c@example.com", "d@example.com")
                .peek(fake::createGroup)
                .map(email -> workspace.group(email).withOtherAddresses())
                .toList();
        fake.introduce(List.of(ANN, BOB));
        fake.alias(ANN, "a.smith@example.com");

        List<Report> reports = Sync.from(Sources.of(List.of(ANN, BOB))).syncWithAll(groups);

        assertThat(reports).hasSize(4).allMatch(Report::isClean);
        assertThat(fake.calls()).isEqualTo(Map.of("members.list", 4, "users.list", 1, "batch", 4));
        for (GoogleGroup each : groups) {
            assertThat(each.get().aliases()).isEqualTo(Map.of("a.smith@example.com", ANN));
        }
    }

    @Test
    void delivery_settings_are_for_added_members_only() {
        fake.introduce(List.of(ANN));
        fake.join(GROUP, List.of(BOB), "MEMBER");

        assertThat(add(group.delivery(Delivery.DIGEST), List.of(ANN, BOB)).isClean())
                .isTrue();

        assertThat(fake.delivery(GROUP, ANN)).isEqualTo("DIGEST");
        assertThat(fake.delivery(GROUP, BOB)).isEqualTo("ALL_MAIL");
    }

    // --- Other addresses

    @Test
    void other_addresses_are_aliases_if_they_are_read() throws Exception {
        fake.join(GROUP, List.of(ANN, BOB), "MEMBER");
        fake.alias(ANN, "a.smith@example.com", "ann@example.org");

        Listing listing = group.withOtherAddresses().get();
        Plan plan = Sync.from(Sources.of(List.of("A.Smith@example.com", BOB))).plan(group.withOtherAddresses());

        assertThat(listing.things()).containsExactly(ANN, BOB);
        assertThat(listing.aliases()).isEqualTo(Map.of("a.smith@example.com", ANN, "ann@example.org", ANN));
        assertThat(plan.isEmpty()).isTrue();
    }

    // --- Names and options

    @Test
    void a_group_is_an_address_and_has_one_name_in_any_case() {
        assertThat(workspace.group(" Team@Example.com ").name()).isEqualTo("Google group team@example.com");
        assertThat(group).hasToString("Google group team@example.com");
        for (String wrong : List.of("team", "@example.com", "team@", "te am@example.com", " ")) {
            assertThatThrownBy(() -> workspace.group(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void options_return_a_copy() {
        Stream.of(
                        group.role(Role.OWNER),
                        group.delivery(Delivery.NONE),
                        group.memberTypes(List.of(MemberType.GROUP)),
                        group.withOtherAddresses())
                .forEach(changed -> assertThat(changed).isNotSameAs(group));

        assertThat(group.name()).isEqualTo("Google group team@example.com");
    }
}
