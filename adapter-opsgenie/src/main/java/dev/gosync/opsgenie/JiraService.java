package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The <a href="https://developer.atlassian.com/cloud/jira/service-desk-ops/rest/v2/intro/">operations API</a> of Jira
 * Service Management. A person is an account id, whose e-mail address Jira knows.
 */
final class JiraService implements OnCallService {
    private static final String UPDATE = "Update rotation";

    private final HttpUrl base;
    private final String label;
    private final Http http;
    private final Retry retry;
    private final JiraAccounts accounts;

    /** The ids of schedules by name, as far as they were asked for. */
    private final Map<String, String> ids = new ConcurrentHashMap<>();

    JiraService(HttpUrl base, String label, Http http, Retry retry, JiraAccounts accounts) {
        this.base = base;
        this.label = label;
        this.http = http;
        this.retry = retry;
        this.accounts = accounts;
    }

    static @Nullable String remedy(FailureKind kind, String code) {
        return switch (kind) {
            case AUTHENTICATION -> "Check the e-mail address of the account and its API token.";
            case PERMISSION ->
                "Give the account access to the schedule, to change it as an admin of its team, and to browse users in"
                        + " Jira; a token with scopes needs those of the operations API.";
            case NOT_FOUND ->
                "Check the cloud id, the schedule, whether it is named by id or by name, and that the account may see it.";
            default -> null;
        };
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Retry retry() {
        return retry;
    }

    // --- Schedules

    @Override
    public Listing onDuty(String place, ScheduleKey schedule, Optional<Instant> at) throws InterruptedException {
        String operation = "List on-call responders";
        List<String> onDuty = withId(place, schedule, id -> {
            HttpUrl.Builder url = url(id, "on-calls").addQueryParameter("flat", "true");
            at.ifPresent(time -> url.addQueryParameter("date", time.toString()));
            return retry.call(place, operation, () -> {
                Answer answer = http.get(place, operation, url.build()).success();
                return answer.texts(answer.body(), "onCallUsers");
            });
        });
        accounts.learn(place, onDuty);
        Set<String> things = new LinkedHashSet<>();
        int hidden = 0;
        for (String account : new LinkedHashSet<>(onDuty)) {
            Optional<String> email = accounts.email(account);
            email.ifPresent(things::add);
            hidden += email.isEmpty() ? 1 : 0;
        }
        return new Listing(things, Map.of(), Map.of(), hidden == 0 ? Map.of() : Map.of("no e-mail", hidden));
    }

    @Override
    public List<Rotation> rotations(String place, ScheduleKey schedule) throws InterruptedException {
        return withId(place, schedule, id -> {
            List<Rotation> rotations = new ArrayList<>();
            pages(
                    place,
                    "List rotations",
                    url(id, "rotations").build(),
                    (answer, rotation) -> rotations.add(rotation(answer, id, rotation)));
            return rotations;
        });
    }

    /** What is asked of a schedule by its id. */
    private interface ById<T> {
        T ask(String id) throws InterruptedException;
    }

    private <T> T withId(String place, ScheduleKey schedule, ById<T> question) throws InterruptedException {
        if (!schedule.isName()) {
            return question.ask(schedule.value());
        }
        String name = schedule.value();
        String known = ids.get(name);
        if (known != null) {
            try {
                return question.ask(known);
            } catch (AdapterException e) {
                if (e.kind() != FailureKind.NOT_FOUND) {
                    throw e;
                }
                ids.remove(name, known); // there may be another of that name by now
            }
        }
        String id = idOf(place, name);
        ids.put(name, id);
        return question.ask(id);
    }

    /** The search ignores case and takes an asterisk at the end for anything, so its answer is looked through. */
    private String idOf(String place, String name) throws InterruptedException {
        String operation = "List schedules";
        List<String> found = new ArrayList<>();
        HttpUrl url = url().addQueryParameter("query", name).build();
        pages(place, operation, url, (answer, schedule) -> {
            if (schedule.path("name").asText("").equals(name)) {
                found.add(answer.field(schedule, "id"));
            }
        });
        if (found.isEmpty()) {
            throw failure(
                    FailureKind.NOT_FOUND,
                    place,
                    operation,
                    "there is no schedule " + name,
                    remedy(FailureKind.NOT_FOUND, ""));
        }
        if (found.size() > 1) {
            throw failure(
                    FailureKind.INVALID_REQUEST,
                    place,
                    operation,
                    found.size() + " schedules are called " + name,
                    "Name the schedule by its id: " + String.join(", ", found) + ".");
        }
        return found.get(0);
    }

    @Override
    public Rotation reread(String place, Rotation rotation) throws IOException {
        Answer answer = http.get(place, "Get rotation", url(rotation)).success();
        return rotation(answer, rotation.schedule(), answer.body());
    }

    private static Rotation rotation(Answer answer, String schedule, JsonNode rotation) {
        return new Rotation(
                schedule,
                answer.field(rotation, "id"),
                rotation.path("name").asText(""),
                answer.list(rotation, "participants").stream()
                        .map(each -> new Participant(
                                answer.field(each, "type"), each.path("id").asText(""), ""))
                        .toList());
    }

    /** Hears of each value of each page. */
    private interface Value {
        void of(Answer answer, JsonNode value);
    }

    private void pages(String place, String operation, HttpUrl first, Value value) throws InterruptedException {
        int offset = 0;
        while (offset >= 0) {
            HttpUrl url = offset == 0
                    ? first
                    : first.newBuilder()
                            .setQueryParameter("offset", String.valueOf(offset))
                            .build();
            Answer page = retry.call(place, operation, () -> {
                Answer answer = http.get(place, operation, url).success();
                answer.list(answer.body(), "values");
                return answer;
            });
            List<JsonNode> values = page.list(page.body(), "values");
            values.forEach(each -> value.of(page, each));
            boolean more = !page.body().path("links").path("next").asText("").isEmpty();
            if (more && values.isEmpty()) {
                throw page.malformed("a page without values has a next one");
            }
            offset = more ? offset + values.size() : -1;
        }
    }

    // --- Writing

    @Override
    public String writing() {
        return UPDATE;
    }

    @Override
    public Optional<Refusal> write(String place, Rotation rotation, List<Participant> participants) throws IOException {
        ObjectNode body = Http.JSON.createObjectNode();
        ArrayNode list = body.putArray("participants");
        for (Participant participant : participants) {
            ObjectNode one = list.addObject().put("type", participant.type());
            if (!participant.id().isEmpty()) {
                one.put("id", participant.id());
            }
        }
        Answer answer = http.patch(place, UPDATE, url(rotation), body);
        return switch (answer.status()) {
            case 400, 404, 422 -> Optional.of(new Refusal(answer.failure(), OpsgenieService.positions(answer.body())));
            default -> {
                answer.field(answer.success().body(), "id");
                yield Optional.empty();
            }
        };
    }

    // --- People

    @Override
    public String key(Participant person) {
        return person.id();
    }

    @Override
    public boolean learn(String place, Collection<Participant> people) throws InterruptedException {
        return accounts.learn(place, people.stream().map(Participant::id).toList());
    }

    @Override
    public Optional<String> email(Participant person) {
        return accounts.email(person.id());
    }

    @Override
    public Map<String, Participant> find(String place, List<String> emails) throws InterruptedException {
        Map<String, Participant> people = new LinkedHashMap<>();
        for (String email : emails) {
            accounts.find(place, email).ifPresent(id -> people.put(email, new Participant("user", id, "")));
        }
        return people;
    }

    @Override
    public AdapterException unknown(String place, String email) {
        return failure(
                FailureKind.UNKNOWN_THING,
                place,
                "Find users",
                "no account shows the e-mail address " + email,
                "Check its spelling, and that the account's profile shows its e-mail address to the one that asks; or"
                        + " tolerate unknown-thing to go on without it.");
    }

    @Override
    public AdapterException refused(String place, String email, Refusal refusal) {
        return AdapterException.of(
                        FailureKind.REFUSED_THING,
                        place,
                        UPDATE,
                        "Jira Service Management does not take " + email + " into a rotation ("
                                + refusal.failure().problem() + ")")
                .remedy("Give " + email + " a license for Jira Service Management, or tolerate refused-thing to go on"
                        + " without.")
                .cause(refusal.failure())
                .build();
    }

    private static AdapterException failure(
            FailureKind kind, String place, String operation, String problem, @Nullable String remedy) {
        AdapterException.Builder failure = AdapterException.of(kind, place, operation, problem);
        return (remedy == null ? failure : failure.remedy(remedy)).build();
    }

    private HttpUrl url(Rotation rotation) {
        return url(rotation.schedule(), "rotations", rotation.id()).build();
    }

    private HttpUrl.Builder url(String... segments) {
        HttpUrl.Builder url = base.newBuilder().addPathSegments("v1/schedules");
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }
}
