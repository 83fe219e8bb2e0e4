package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.FailureKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The answers that a fake gives for every vendor alike. */
@Timeout(30)
class FakeServerFaultsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Lists numbers, three a page, by offset or by cursor. */
    private static final class PagesFake extends FakeServer {
        private final List<Integer> numbers = new ArrayList<>();

        PagesFake() {
            reads("offsets", "GET /offsets", request -> page(request.query("from", 0), false));
            reads("numbered", "GET /numbered", request -> page(request.query("page[from]", 0), false));
            reads(
                    "cursors",
                    "GET /cursors",
                    request -> page(
                            Integer.parseInt(
                                    request.query("cursor").orElse("cursor-0").substring(7)),
                            true));
            reads(
                    "one",
                    "GET /one",
                    request -> FakeAnswer.text(200, request.query("who").orElse("nobody")));
            writes("batch", "POST /batch", request -> {
                String done = request.query("add").isPresent() ? "added" : "removed";
                return FakeAnswer.json(200, Map.of(done, List.of(1)));
            });
            writes("add", "POST /numbers", request -> {
                if (numbers.contains(request.query("number", 0))) {
                    return FakeAnswer.json(409, Map.of("error", Map.of("code", "there", "message", "no")));
                }
                numbers.add(request.query("number", 0));
                return FakeAnswer.json(200, Map.of("ok", true, "numbers", List.copyOf(numbers)));
            });
        }

        private FakeAnswer page(int from, boolean cursor) {
            Map<String, @Nullable Object> page = new LinkedHashMap<>();
            page.put("numbers", numbers.stream().skip(from).limit(3).toList());
            page.put("people", List.of(nameless()));
            if (from + 3 < numbers.size()) {
                page.put("next", cursor ? "cursor-" + (from + 3) : from + 3);
            }
            return FakeAnswer.json(200, page);
        }

        private static Map<String, @Nullable Object> nameless() {
            Map<String, @Nullable Object> person = new LinkedHashMap<>();
            person.put("id", 1);
            person.put("email", null);
            return person;
        }
    }

    private final PagesFake fake = new PagesFake();

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatMakesNoSenseIsASuccessAfterWhichNothingIsDone(Malformed malformed) throws Exception {
        fake.inject(Fault.malformed(malformed));

        HttpResponse<String> answer = call("POST", "/numbers?number=1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(malformed.answer().body());
        fake.heal();
        assertThat(call("GET", "/offsets").body()).contains("\"numbers\":[]");
    }

    @Test
    void aTimeToComeBackMayBeADate() throws Exception {
        fake.clock(Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));
        fake.inject(Fault.rateLimited(Duration.ofSeconds(7)).withDate());

        HttpResponse<String> answer = call("GET", "/offsets");

        assertThat(answer.headers().firstValue("Retry-After")).contains("Sun, 01 Mar 2026 12:00:07 GMT");
    }

    @Test
    void aRedirectLeadsToAnotherHostWhereASecretIsALeak() throws Exception {
        fake.inject(Fault.of(Fault.Type.REDIRECT).times(1));

        HttpResponse<String> answer = call("GET", "/offsets");
        URI elsewhere = URI.create(answer.headers().firstValue("Location").orElseThrow());

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(elsewhere.getHost()).isNotEqualTo(fake.address().getHost());
        CLIENT.send(HttpRequest.newBuilder(elsewhere).build(), BodyHandlers.ofString());
        assertThat(fake.leaks()).isEmpty();
        CLIENT.send(
                HttpRequest.newBuilder(elsewhere)
                        .header("Authorization", "Bearer " + Conditions.SECRET)
                        .build(),
                BodyHandlers.ofString());
        assertThat(fake.leaks()).singleElement().asString().contains("to another host");
        assertThat(fake.complaints()).isEmpty();
    }

    @Test
    void aBareSuccessLooksLikeTheLastOneAndDoesNothing() throws Exception {
        call("POST", "/numbers?number=1");
        fake.inject(Fault.of(Fault.Type.BARE_SUCCESS));

        HttpResponse<String> answer = call("POST", "/numbers?number=2");

        assertThat(Json.readObject(answer.body())).isEqualTo(Map.of("ok", true, "numbers", List.of()));
        assertThat(call("GET", "/offsets").body()).contains("\"numbers\":[1]");
    }

    @Test
    void aProxyAnswersAfterTheEffect() throws Exception {
        fake.inject(Fault.of(Fault.Type.PROXY_ERROR).times(1));

        HttpResponse<String> answer = call("POST", "/numbers?number=1");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(call("GET", "/offsets").body()).contains("\"numbers\":[1]");
    }

    @Test
    void aServerThatIgnoresTheOffsetRepeatsItsFirstPage() throws Exception {
        seed(7);
        fake.inject(Fault.of(Fault.Type.ENDLESS_PAGES));

        String first = call("GET", "/offsets").body();

        assertThat(call("GET", "/offsets?from=3").body()).isEqualTo(first);
        assertThat(call("GET", "/offsets?from=6").body()).isEqualTo(first);
    }

    @Test
    void theNameOfAPageMayHaveBracketsThatAreEncoded() throws Exception {
        seed(7);
        fake.inject(Fault.of(Fault.Type.ENDLESS_PAGES));

        String first =
                call("GET", "/numbered?page%5Bsize%5D=9&page%5Bfrom%5D=0").body();

        assertThat(call("GET", "/numbered?page%5Bsize%5D=9&page%5Bfrom%5D=3").body())
                .isEqualTo(first);
    }

    @Test
    void aCursorIsAlwaysANewOne() throws Exception {
        seed(7);
        fake.inject(Fault.of(Fault.Type.ENDLESS_PAGES));

        String first = call("GET", "/cursors").body();
        String second = call("GET", "/cursors?cursor=cursor-3").body();
        String third = call("GET", "/cursors?cursor=cursor-3x1").body();

        assertThat(first).contains("\"cursor-3\"");
        assertThat(second).contains("\"cursor-3x1\"", "[0,1,2]");
        assertThat(third).contains("\"cursor-3", "[0,1,2]").isNotEqualTo(second);
    }

    @Test
    void aRequestAboutAnotherThingIsNoFurtherPage() throws Exception {
        fake.inject(Fault.of(Fault.Type.ENDLESS_PAGES));

        assertThat(call("GET", "/one?who=ann").body()).isEqualTo("ann");
        assertThat(call("GET", "/one?who=bob").body()).isEqualTo("bob");
    }

    @Test
    void otherFieldsAreAddedToRecordsAndNullsAreLeftOut() throws Exception {
        seed(1);
        fake.inject(Fault.of(Fault.Type.OTHER_FIELDS));

        Map<String, @Nullable Object> page =
                Json.readObject(call("GET", "/offsets").body());

        assertThat(page).containsKey("goSyncUnknownField").containsEntry("numbers", List.of(0L));
        assertThat(String.valueOf(page.get("people")))
                .contains("goSyncUnknownField", "id=1")
                .doesNotContain("email");
    }

    /** Answers with what a test says. */
    private static final class ShowingFake extends FakeServer {
        private Object shown = Map.of();

        ShowingFake() {
            reads("show", "GET /shown", request -> FakeAnswer.json(200, shown));
        }
    }

    /** What is shown with other fields after all of these were shown without. */
    private static Map<String, @Nullable Object> shown(Object... answers) throws Exception {
        try (ShowingFake showing = new ShowingFake()) {
            for (Object answer : answers) {
                showing.shown = answer;
                call(showing, "GET", "/shown");
            }
            showing.inject(Fault.of(Fault.Type.OTHER_FIELDS));
            return Json.readObject(call(showing, "GET", "/shown").body());
        }
    }

    private static final String UNKNOWN_FIELD = "goSyncUnknownField";

    @Test
    void anObjectThatShowsTheSameNamesAndOtherValuesIsARecord() throws Exception {
        Map<String, @Nullable Object> page =
                shown(Map.of("paging", Map.of("next", 1, "total", 3)), Map.of("paging", Map.of("next", 2, "total", 3)));

        assertThat(String.valueOf(page.get("paging"))).contains(UNKNOWN_FIELD, "next=2");
    }

    @Test
    void recordsInListsShowWhatIsARecordInsideThem() throws Exception {
        Map<String, @Nullable Object> page = shown(Map.of(
                "people",
                List.of(
                        List.of(Map.of("contact", Map.of("email", "a@example.com"))),
                        List.of(Map.of("contact", Map.of("email", "b@example.com"))))));

        assertThat(String.valueOf(page.get("people")).split(UNKNOWN_FIELD, -1)).hasSize(5);
    }

    @Test
    void whatMayBeATableGetsNoEntry() throws Exception {
        Object once = Map.of("table", Map.of("colour", "red"));
        Object otherNames = Map.of("table", Map.of("shape", "round"));
        Object numbers = Map.of("table", Map.of("u1", 1));
        Object otherNumbers = Map.of("table", Map.of("u1", 2));
        Object objects = Map.of("table", Map.of("ann", Map.of("n", 1), "bob", Map.of("n", 2)));
        Object otherObjects = Map.of("table", Map.of("ann", Map.of("n", 3), "bob", Map.of("n", 4)));
        Object roles = Map.of("role", "owner", "table", Map.of("owner", "all"));
        Object otherRoles = Map.of("role", "owner", "table", Map.of("owner", "some"));

        assertThat(shown(once).get("table")).isEqualTo(Map.of("colour", "red"));
        assertThat(shown(once, once).get("table")).isEqualTo(Map.of("colour", "red"));
        assertThat(shown(once, otherNames).get("table")).isEqualTo(Map.of("shape", "round"));
        assertThat(shown(numbers, otherNumbers).get("table")).isEqualTo(Map.of("u1", 2L));
        assertThat(((Map<?, ?>) Objects.requireNonNull(
                                shown(objects, otherObjects).get("table")))
                        .keySet())
                .isEqualTo(Set.of("ann", "bob"));
        assertThat(shown(roles, otherRoles).get("table")).isEqualTo(Map.of("owner", "some"));
    }

    @Test
    void aBareSuccessLooksLikeThatOfTheSameKindOfWrite() throws Exception {
        call("POST", "/numbers?number=1");
        call("POST", "/batch?add=1");
        call("POST", "/batch?remove=1");
        fake.inject(Fault.of(Fault.Type.BARE_SUCCESS));

        assertThat(call("POST", "/batch?add=2").body()).isEqualTo("{\"added\":[]}");
        assertThat(call("POST", "/batch?remove=2").body()).isEqualTo("{\"removed\":[]}");
        assertThat(call("POST", "/batch?add=3").body()).isEqualTo("{\"added\":[]}");
    }

    @Test
    void aRefusalRepeatsTheSecretAndASuccessDoesNot() throws Exception {
        fake.inject(Fault.of(Fault.Type.SECRET_IN_REFUSALS));

        HttpResponse<String> done = call("POST", "/numbers?number=1");
        HttpResponse<String> refused = call("POST", "/numbers?number=1");

        assertThat(done.body()).doesNotContain(Conditions.SECRET);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(((Map<?, ?>) Json.readObject(refused.body()).get("error")).get("message"))
                .asString()
                .startsWith("no token " + Conditions.SECRET);
    }

    @Test
    void aRefusalInPlainTextRepeatsTheSecretToo() throws Exception {
        fake.inject(Fault.answer(FailureKind.PERMISSION).tellingSecret());

        assertThat(call("GET", "/one").body()).startsWith("PERMISSION token " + Conditions.SECRET);
    }

    private void seed(int count) throws Exception {
        for (int number : IntStream.range(0, count).toArray()) {
            call("POST", "/numbers?number=" + number);
        }
    }

    private HttpResponse<String> call(String verb, String target) throws Exception {
        return call(fake, verb, target);
    }

    private static HttpResponse<String> call(FakeServer fake, String verb, String target) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(fake.address() + target))
                        .method(verb, BodyPublishers.noBody())
                        .header("Authorization", "Bearer " + Conditions.SECRET)
                        .build(),
                BodyHandlers.ofString());
    }
}
