package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Opsgenie's <a href="https://docs.opsgenie.com/docs/schedule-api">Schedule</a>, <a
 * href="https://docs.opsgenie.com/docs/schedule-rotation-api">Schedule Rotation</a> and <a
 * href="https://docs.opsgenie.com/docs/who-is-on-call-api">Who is On Call</a> API. A person is a user name, which is an
 * e-mail address.
 */
final class OpsgenieService implements OnCallService {
    /** As in its documentation, where the offset is never written {@code Z}. */
    static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    /** How the errors of a refused list name who is at fault: {@code participants[3]}, {@code participants[3].username}. */
    private static final Pattern POSITION = Pattern.compile("(?:.*\\.)?participants\\[(\\d{1,6})](?:\\..*)?");

    private static final String UPDATE = "Update Schedule Rotation";

    private final HttpUrl base;
    private final String label;
    private final Http http;
    private final Retry retry;

    OpsgenieService(HttpUrl base, String label, Http http, Retry retry) {
        this.base = base;
        this.label = label;
        this.http = http;
        this.retry = retry;
    }

    static @Nullable String remedy(FailureKind kind, String code) {
        return switch (kind) {
            case AUTHENTICATION ->
                "Check the API key, that its integration is enabled, and the region: a key is known in one region only.";
            case PERMISSION ->
                code.equals("40301")
                        ? "Use a key of the team that owns the schedule or of no team, with access to configurations"
                                + " and, for changes, not read-only."
                        : "Check what the key and the account's plan allow.";
            case NOT_FOUND -> "Check the schedule, whether it is named by id or by name, and that the key may see it.";
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

    @Override
    public Listing onDuty(String place, ScheduleKey schedule, Optional<Instant> at) throws InterruptedException {
        String operation = "Get On Calls";
        HttpUrl.Builder url = url(schedule.value(), "on-calls")
                .addQueryParameter("scheduleIdentifierType", schedule.type())
                .addQueryParameter("flat", "true");
        at.ifPresent(
                time -> url.addEncodedQueryParameter("date", DATE.format(time).replace("+", "%2B")));
        return retry.call(place, operation, () -> {
            Answer answer = http.get(place, operation, url.build()).success();
            return Listing.of(answer.texts(answer.object(answer.body(), "data"), "onCallRecipients"));
        });
    }

    @Override
    public List<Rotation> rotations(String place, ScheduleKey schedule) throws InterruptedException {
        String operation = "Get Schedule";
        HttpUrl url = url(schedule.value())
                .addQueryParameter("identifierType", schedule.type())
                .build();
        return retry.call(place, operation, () -> {
            Answer answer = http.get(place, operation, url).success();
            JsonNode data = answer.object(answer.body(), "data");
            String id = answer.field(data, "id");
            return answer.list(data, "rotations").stream()
                    .map(rotation -> rotation(answer, id, rotation))
                    .toList();
        });
    }

    @Override
    public Rotation reread(String place, Rotation rotation) throws IOException {
        Answer answer = http.get(place, "Get Schedule Rotation", url(rotation)).success();
        return rotation(answer, rotation.schedule(), answer.object(answer.body(), "data"));
    }

    private static Rotation rotation(Answer answer, String schedule, JsonNode rotation) {
        return new Rotation(
                schedule,
                answer.field(rotation, "id"),
                rotation.path("name").asText(""),
                answer.list(rotation, "participants").stream()
                        .map(each -> new Participant(
                                answer.field(each, "type"),
                                each.path("id").asText(""),
                                each.path("username").asText("")))
                        .toList());
    }

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
            if (!participant.isNobody()) {
                boolean known = !participant.id().isEmpty();
                one.put(known ? "id" : "username", known ? participant.id() : participant.username());
            }
        }
        Answer answer = http.patch(place, UPDATE, url(rotation), body);
        if (answer.status() == 422 || answer.status() == 404) {
            return Optional.of(new Refusal(answer.failure(), positions(answer.body())));
        }
        answer.object(answer.success().body(), "data");
        return Optional.empty();
    }

    /** Who is at fault, as far as the answer to a list names them. */
    static Set<Integer> positions(JsonNode body) {
        Set<Integer> positions = new HashSet<>();
        body.path("errors").fieldNames().forEachRemaining(field -> {
            Matcher matcher = POSITION.matcher(field);
            if (matcher.matches()) {
                positions.add(Integer.valueOf(matcher.group(1)));
            }
        });
        return positions;
    }

    @Override
    public String key(Participant person) {
        return person.username().isBlank()
                ? person.id()
                : Matching.ignoringCase().key(person.username());
    }

    @Override
    public boolean learn(String place, Collection<Participant> people) {
        return false;
    }

    @Override
    public Optional<String> email(Participant person) {
        return Optional.of(person.username()).filter(email -> !email.isBlank());
    }

    /** Whom Opsgenie does not know is found out when it refuses the list: nobody is looked up beforehand. */
    @Override
    public Map<String, Participant> find(String place, List<String> emails) {
        Map<String, Participant> people = new LinkedHashMap<>();
        emails.forEach(email -> people.put(email, new Participant("user", "", email)));
        return people;
    }

    @Override
    public AdapterException unknown(String place, String email) {
        return AdapterException.of(FailureKind.UNKNOWN_THING, place, UPDATE, "Opsgenie knows no user " + email)
                .build();
    }

    @Override
    public AdapterException refused(String place, String email, Refusal refusal) throws InterruptedException {
        if (isUnknown(place, email)) {
            return unknown(place, email);
        }
        return AdapterException.of(
                        FailureKind.REFUSED_THING,
                        place,
                        UPDATE,
                        "Opsgenie does not take " + email + " into a rotation ("
                                + refusal.failure().problem() + ")")
                .remedy("Give " + email + " a license and a role that can be on call, or tolerate refused-thing to go"
                        + " on without.")
                .cause(refusal.failure())
                .build();
    }

    /** That there is no answer to this says nothing against anybody, and hinders nobody else. */
    private boolean isUnknown(String place, String email) throws InterruptedException {
        HttpUrl url = base.newBuilder()
                .addPathSegments("v2/users")
                .addPathSegment(email)
                .build();
        try {
            return retry.call(place, "Get User", () -> {
                http.get(place, "Get User", url).success();
                return false;
            });
        } catch (AdapterException e) {
            return e.kind() == FailureKind.NOT_FOUND;
        }
    }

    private HttpUrl url(Rotation rotation) {
        return url(rotation.schedule(), "rotations", rotation.id())
                .addQueryParameter("scheduleIdentifierType", "id")
                .build();
    }

    private HttpUrl.Builder url(String... segments) {
        HttpUrl.Builder url = base.newBuilder().addPathSegments("v2/schedules");
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }
}
