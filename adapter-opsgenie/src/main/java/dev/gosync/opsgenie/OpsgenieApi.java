package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.WholeList;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Makes the calls of Opsgenie's <a href="https://docs.opsgenie.com/docs/schedule-api">Schedule</a>, <a
 * href="https://docs.opsgenie.com/docs/schedule-rotation-api">Schedule Rotation</a> and <a
 * href="https://docs.opsgenie.com/docs/who-is-on-call-api">Who is On Call</a> API. A person is a user name, which is an
 * e-mail address. Threads may share it.
 */
final class OpsgenieApi implements OnCallService {
    /** As in its documentation, which never writes the offset as {@code Z}. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    /** How an error names a refused participant: {@code participants[3]}, {@code participants[3].username}. */
    private static final Pattern POSITION = Pattern.compile("(?:.*\\.)?participants\\[(\\d{1,6})](?:\\..*)?");

    private static final String UPDATE = "Update Schedule Rotation";

    private final HttpUrl base;
    private final OpsgenieClient client;

    OpsgenieApi(HttpUrl base, OpsgenieClient client) {
        this.base = base;
        this.client = client;
    }

    @Override
    public OpsgenieClient client() {
        return client;
    }

    @Override
    public String vendor() {
        return "Opsgenie";
    }

    @Override
    public Listing onCall(String place, ScheduleKey schedule, Optional<Instant> at) throws InterruptedException {
        HttpUrl.Builder url = url(schedule.value(), "on-calls")
                .addQueryParameter("scheduleIdentifierType", schedule.type())
                .addQueryParameter("flat", "true");
        at.ifPresent(
                time -> url.addEncodedQueryParameter("date", DATE.format(time).replace("+", "%2B")));
        return client.read(
                place,
                "Get On Calls",
                url.build(),
                answer -> Listing.of(answer.texts(answer.object(answer.json(), "data"), "onCallRecipients")));
    }

    @Override
    public List<Rotation> rotations(String place, ScheduleKey schedule) throws InterruptedException {
        HttpUrl url = url(schedule.value())
                .addQueryParameter("identifierType", schedule.type())
                .build();
        return client.read(place, "Get Schedule", url, answer -> {
            JsonNode data = answer.object(answer.json(), "data");
            String id = answer.text(data, "id");
            return answer.list(data, "rotations").stream()
                    .map(rotation -> Rotation.read(answer, id, rotation))
                    .toList();
        });
    }

    @Override
    public Rotation reread(String place, Rotation rotation) throws IOException {
        JsonAnswer answer = client.get(place, "Get Schedule Rotation", url(rotation));
        return Rotation.read(answer, rotation.schedule(), answer.object(answer.json(), "data"));
    }

    @Override
    public String updateOperation() {
        return UPDATE;
    }

    /** The answer to a success shows the id and the name of the rotation, and not its participants. */
    @Override
    public Optional<WholeList.Refusal> update(String place, Rotation rotation, List<Participant> participants)
            throws IOException {
        JsonAnswer answer = client.patch(place, UPDATE, url(rotation), body(participants));
        if (answer.status() == 422 || answer.status() == 404) {
            return Optional.of(refusal(answer, participants));
        }
        JsonNode data = answer.success().object(answer.json(), "data");
        if (!data.path("id").asText("").equals(rotation.id())) {
            throw answer.malformed("it does not show the rotation");
        }
        return Optional.empty();
    }

    /** {@return the body of an update of either service} */
    static ObjectNode body(List<Participant> participants) {
        ObjectNode body = OpsgenieClient.JSON.createObjectNode();
        ArrayNode list = body.putArray("participants");
        participants.forEach(each -> list.add(each.toWrite()));
        return body;
    }

    /** {@return which participants the answer to a refused list names} */
    static WholeList.Refusal refusal(JsonAnswer answer, List<Participant> participants) {
        Set<String> keys = new HashSet<>();
        answer.json().path("errors").fieldNames().forEachRemaining(field -> {
            Matcher matcher = POSITION.matcher(field);
            int position = matcher.matches() ? Integer.parseInt(matcher.group(1)) : participants.size();
            if (position < participants.size()) {
                keys.add(participants.get(position).key());
            }
        });
        return new WholeList.Refusal(answer.failure(), keys);
    }

    @Override
    public Addresses addresses(String place, Collection<Participant> people) {
        Map<String, String> byKey = new HashMap<>();
        for (Participant person : people) {
            if (!person.username().isBlank()) {
                byKey.put(person.key(), person.username());
            }
        }
        return new Addresses(byKey, false);
    }

    /** Opsgenie tells about unknown people when it refuses the list, so nobody is looked up before. */
    @Override
    public Optional<Participant> find(String place, String email) {
        return Optional.of(Participant.ofUsername(email));
    }

    @Override
    public AdapterException unknown(String place, String email) {
        return AdapterException.of(FailureKind.UNKNOWN_THING, place, UPDATE, "unknown to Opsgenie")
                .build();
    }

    @Override
    public AdapterException refused(String place, String email, AdapterException refusal) throws InterruptedException {
        if (isUnknown(place, email)) {
            return unknown(place, email);
        }
        return AdapterException.of(
                        FailureKind.REFUSED_THING,
                        place,
                        UPDATE,
                        "Opsgenie refuses " + email + " in a rotation (" + refusal.problem() + ")")
                .remedy("Give " + email + " a license and a role that can be on call, or tolerate refused-thing to skip"
                        + " such people.")
                .cause(refusal)
                .build();
    }

    /** If this lookup fails, nobody is treated as unknown. */
    private boolean isUnknown(String place, String email) throws InterruptedException {
        HttpUrl url = base.newBuilder()
                .addPathSegments("v2/users")
                .addPathSegment(email)
                .build();
        try {
            return client.read(place, "Get User", url, answer -> false);
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
