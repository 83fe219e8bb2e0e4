package dev.gosync.slack;

import static dev.gosync.slack.SlackFixture.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is learnt about the people of a workspace, and how long it is remembered. */
class SlackDirectoryTest {
    private final SlackFixture fixture = new SlackFixture();
    private final SlackFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void threads_that_ask_at_once_read_it_once() throws Exception {
        fake.populate(300, 3000);
        List<Future<Listing>> readers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (int i = 0; i < 6; i++) {
                Adapter place = i % 2 == 0 ? fixture.conversation() : fixture.group(WhenEmpty.REFUSE);
                readers.add(threads.submit(place::get));
            }

            for (Future<Listing> reader : readers) {
                assertThat(reader.get().things()).containsExactlyInAnyOrderElementsOf(people(0, 300));
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(fake.calls()).containsEntry("users.list", 4).doesNotContainKey("users.info");
    }

    @Test
    void a_reading_that_failed_continues_where_it_stopped() throws Exception {
        fake.populate(0, 3000);
        fake.joinChannel(people(2500, 2600));
        fake.inject(Fault.answer(FailureKind.PERMISSION).onReads().from(4).times(1));
        Adapter conversation = fixture.conversation();

        assertThatThrownBy(conversation::get).isInstanceOf(AdapterException.class);
        assertThat(conversation.get().things()).hasSize(100);

        assertThat(fake.calls()).containsEntry("users.list", 5);
    }

    @Test
    void it_begins_again_if_slack_no_longer_knows_the_cursor() throws Exception {
        fake.populate(0, 20_000);
        fake.joinChannel(people(19_000, 19_003));
        fixture.conversation().get();
        assertThat(fake.calls()).containsEntry("users.list", 10);
        synchronized (fake) { // so many that the cursor is no longer valid
            fake.accounts.keySet().removeIf(id -> !fake.channel().members.contains(id) && !id.equals("USLACKBOT"));
        }
        fake.joinGroup(people(30_000, 30_020));
        fake.forgetRequests();

        assertThat(fixture.group(WhenEmpty.REFUSE).get().things()).hasSize(20);
        assertThat(fake.calls()).containsEntry("users.list", 2);
    }

    @Test
    void accounts_that_a_second_reading_does_not_show_stay_known() throws Exception {
        fake.populate(30, 3000);
        fixture.conversation().get();
        SlackFake.Account stranger = fake.account("far@y.com");
        stranger.stranger = true;
        stranger.team = "T0ELSEWHERE";
        fake.group().users.add(stranger.id);
        Adapter group = fixture.group(WhenEmpty.REFUSE);
        group.get();
        fake.joinGroup(people(5000, 5020)); // more than the directory has pages, so it is read again
        fake.forgetRequests();

        Listing listing = group.get();

        assertThat(listing.things()).hasSize(50);
        assertThat(listing.leftOut()).isEqualTo(Map.of("other workspace", 1));
        assertThat(fake.calls()).containsEntry("users.list", 4).doesNotContainKey("users.info");
    }

    @Test
    void known_accounts_stay_known_if_slack_no_longer_knows_the_cursor() throws Exception {
        fake.populate(0, 20_000);
        fake.joinChannel(people(19_000, 19_003));
        fixture.conversation().get(); // ten pages and three lookups
        synchronized (fake) { // so many that the cursor is no longer valid
            List<String> ids = List.copyOf(fake.accounts.keySet());
            fake.accounts.keySet().removeAll(ids.subList(1500, 19_000));
        }
        fake.joinChannel(people(20_000, 20_008));

        assertThat(fixture.conversation().get().things()).hasSize(11);
    }

    @Test
    void pages_in_a_circle_are_an_error_and_the_next_reading_starts_fresh() throws Exception {
        try (Circle circle = new Circle();
                SlackWorkspace workspace = SlackWorkspace.builder(Conditions.SECRET)
                        .baseUrl(circle.address().resolve("/api/"))
                        .build()) {
            Adapter conversation = workspace.conversation("C0123");

            assertThatThrownBy(conversation::get)
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER))
                    .hasMessageContaining("read before");

            circle.broken = true;
            assertThat(conversation.get().things()).hasSize(20);
        }
    }

    /** Its accounts are on three pages, and the last page leads back to the second one. */
    private static final class Circle extends FakeServer {
        boolean broken;

        Circle() {
            List<String> ids =
                    IntStream.range(0, 20).mapToObj(number -> "U" + number).toList();
            reads(
                    "conversations.members",
                    "POST /api/conversations.members",
                    request -> FakeAnswer.json(200, Map.of("ok", true, "members", ids)));
            reads(
                    "users.list",
                    "POST /api/users.list",
                    request -> FakeAnswer.json(
                            200,
                            Map.of(
                                    "ok",
                                    true,
                                    "members",
                                    users(onPage(ids, request.form("cursor").orElse(""))),
                                    "response_metadata",
                                    Map.of(
                                            "next_cursor",
                                            after(request.form("cursor").orElse(""))))));
        }

        private static List<Object> users(List<String> ids) {
            List<Object> users = new ArrayList<>(List.of(Map.of("id", "USLACKBOT", "team_id", "T0")));
            ids.forEach(id -> users.add(Map.of("id", id, "team_id", "T0", "profile", Map.of("email", id + "@x.com"))));
            return users;
        }

        private static List<String> onPage(List<String> ids, String cursor) {
            return switch (cursor) {
                case "" -> ids.subList(0, 7);
                case "second" -> ids.subList(7, 14);
                default -> ids.subList(14, ids.size());
            };
        }

        private String after(String cursor) {
            return switch (cursor) {
                case "" -> "second";
                case "second" -> "third";
                default -> broken ? "" : "second";
            };
        }
    }

    @Test
    void lookups_for_many_small_places_take_no_more_calls_than_the_pages() throws Exception {
        fake.populate(0, 20_000);
        for (int i = 0; i < 5; i++) {
            SlackFake.Channel channel = fake.channel("C0SMALL" + i, "small-" + i);
            channel.members.clear(); // the app may read it without being a member
            for (String person : people(19_000 + 10 * i, 19_010 + 10 * i)) {
                channel.members.add(fake.account(person).id);
            }
            assertThat(fixture.workspace.conversation(channel.id).get().things())
                    .hasSize(10);
        }

        assertThat(fake.calls().get("users.list") + fake.calls().get("users.info"))
                .isLessThanOrEqualTo(2 * 21); // its pages
    }

    @Test
    void it_is_forgotten_after_15_minutes() throws Exception {
        fake.populate(3, 10);
        Adapter conversation = fixture.conversation();
        conversation.get();
        fake.account(people(1, 2).get(0)).deleted = true;

        fixture.time.pass(Duration.ofMinutes(14));
        assertThat(conversation.get().things()).hasSize(3);
        fixture.time.pass(Duration.ofMinutes(2));
        assertThat(conversation.get().things()).hasSize(2);

        assertThat(fake.calls()).containsEntry("users.list", 2);
    }

    @Test
    void a_workspace_can_remember_for_a_shorter_time() throws Exception {
        try (SlackFixture brief = new SlackFixture(builder -> builder.cacheFor(Duration.ofMinutes(2)))) {
            brief.fake.populate(3, 10);
            Adapter conversation = brief.workspace.conversation("#platform");
            conversation.get();

            brief.time.pass(Duration.ofSeconds(119));
            conversation.get();
            assertThat(brief.fake.calls()).containsEntry("users.list", 1).containsEntry("conversations.list", 1);
            brief.time.pass(Duration.ofSeconds(2));
            conversation.get();
            assertThat(brief.fake.calls()).containsEntry("users.list", 2).containsEntry("conversations.list", 2);
        }
    }

    @Test
    void an_unknown_address_is_looked_up_once() {
        fake.populate(30, 5000);
        SlackFixture.sync(fixture.conversation(), people(0, 30));
        fake.forgetRequests();

        Asking.add(fixture.conversation(), "nobody@example.com");
        Asking.add(fixture.group(WhenEmpty.REFUSE), "NOBODY@example.com");

        assertThat(fake.calls()).containsEntry("users.lookupByEmail", 1).doesNotContainKey("users.list");
    }

    @Test
    void people_of_other_workspaces_are_looked_up_once() throws Exception {
        fake.populate(30, 5000);
        for (int i = 0; i < 3; i++) {
            SlackFake.Account stranger = fake.account("far" + i + "@y.com");
            stranger.stranger = true;
            stranger.team = "T0ELSEWHERE";
            fake.group().users.add(stranger.id);
        }
        fixture.conversation().get();
        fake.forgetRequests();

        assertThat(fixture.group(WhenEmpty.REFUSE).get().leftOut()).isEqualTo(Map.of("other workspace", 3));
        assertThat(fixture.group(WhenEmpty.REFUSE).get().things()).hasSize(30);

        assertThat(fake.calls()).containsEntry("users.info", 3).doesNotContainKey("users.list");
    }

    @Test
    void without_slackbot_one_call_finds_the_tokens_workspace() throws Exception {
        fake.populate(3, 3000);
        fake.withoutSlackbot = true;

        fixture.conversation().get();
        fixture.group(WhenEmpty.REFUSE).get();

        assertThat(fake.calls()).containsEntry("auth.test", 1);
    }

    @Test
    void a_token_that_may_not_see_addresses_is_an_error_and_not_an_empty_place() {
        fake.populate(30, 60);
        fake.hidesEmails = true;

        assertThatThrownBy(() -> fixture.conversation().get())
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION))
                .hasMessageContaining("nobody has an e-mail address")
                .hasMessageContaining("users:read.email");
    }

    @Test
    void missing_addresses_are_noticed_even_if_only_few_people_are_looked_up() {
        for (int i = 0; i < 1100; i++) {
            fake.nobody().bot = true;
        }
        fake.joinChannel(people(0, 1));
        fake.channel().members.remove(SlackFake.SELF);
        fake.hidesEmails = true;

        assertThatThrownBy(() -> fixture.conversation().get()).hasMessageContaining("users:read.email");
        assertThat(fake.calls()).containsEntry("users.info", 1);
    }

    @Test
    void an_organizations_token_without_a_team_is_an_error_and_not_an_empty_place() {
        fake.populate(30, 60);
        fake.withoutSlackbot = true;
        fake.teamOfTheToken = "E0ORG";

        assertThatThrownBy(() -> fixture.conversation().get())
                .hasMessageContaining("the token is for a whole organization, E0ORG")
                .hasMessageContaining("Set team-id");

        fake.organizationToken = true;
        assertThatThrownBy(() -> fixture.conversation().get())
                .hasMessageContaining("missing_argument")
                .hasMessageContaining("set team-id");
    }

    @Test
    void a_wrong_team_id_is_an_error_and_not_an_empty_place() {
        try (SlackFixture wrong = new SlackFixture(builder -> builder.teamId("T0WRONG"))) {
            wrong.fake.populate(30, 60);

            assertThatThrownBy(() -> wrong.conversation().get())
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST))
                    .hasMessageContaining("no account belongs to workspace T0WRONG")
                    .hasMessageContaining("Set team-id");
        }
    }

    @Test
    void a_first_page_of_people_of_other_workspaces_is_no_proof_of_a_wrong_team_id() throws Exception {
        try (SlackFixture large = new SlackFixture(builder -> builder.teamId(SlackFake.TEAM))) {
            large.fake.withoutSlackbot = true;
            large.fake.introduce(people(0, 1200));
            large.fake.accounts.values().forEach(account -> account.team = "T0ELSEWHERE");
            large.fake.joinChannel(people(1200, 1201));

            assertThat(large.conversation().get().things()).containsExactlyElementsOf(people(1200, 1201));
            assertThat(large.fake.calls()).containsEntry("users.list", 2).doesNotContainKey("users.info");
        }
    }

    @Test
    void channel_names_are_found_in_any_case_and_any_unicode_form() throws Exception {
        fake.channel("C0NORD", "b\u00fcro-nord").members.add(fake.account("ann@x.com").id);

        assertThat(fixture.workspace.conversation("#Bu\u0308ro-Nord").get().things())
                .containsExactly("ann@x.com");
    }

    @Test
    void a_deactivated_person_is_not_found_by_the_old_address() throws Exception {
        fake.populate(30, 3000);
        Adapter conversation = fixture.conversation();
        conversation.get();
        fake.account(people(40, 41).get(0)).deleted = true;
        fake.joinChannel(people(5000, 5020)); // so that it is read again
        conversation.get();

        Report report = Asking.add(conversation, people(40, 41).get(0));

        assertThat(report.outcomes().toString()).contains("unknown to Slack workspace T0TEAM");
    }

    /** The ids and addresses take about 40 MB. Everything that Slack sends would take ten times that. */
    @Tag("same-on-every-jdk")
    @Test
    void two_hundred_thousand_people_are_read_in_a_small_memory() throws Exception {
        fake.populate(0, 200_000);
        fake.joinGroup(people(0, 50));
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:TieredStopAtLevel=1", // the program is too short for optimizations
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        fake.baseUrl())
                .redirectErrorStream(true)
                .start();

        String output = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(reader.waitFor()).as(output).isZero();
        assertThat(output).contains("50 members");
        assertThat(fake.calls()).containsEntry("users.list", 201);
    }

    /** A separate program that reads the user group. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            try (SlackWorkspace workspace = SlackWorkspace.builder(Conditions.SECRET)
                    .baseUrl(URI.create(args[0]))
                    .build()) {
                System.out.println(
                        workspace.userGroup(SlackFake.GROUP).get().things().size() + " members");
            }
        }
    }
}
