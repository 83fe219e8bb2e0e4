package dev.gosync.opsgenie;

import dev.gosync.adapter.FailureKind;
import dev.gosync.opsgenie.Duty.Standing;
import dev.gosync.opsgenie.Duty.Turns;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opsgenie with one schedule, as docs.opsgenie.com describes it. Its error messages repeat the key. */
public final class OpsgenieFake extends FakeServer {
    /** The name of the only schedule. */
    public static final String SCHEDULE = "Platform";

    /** The id of the only schedule. */
    public static final String SCHEDULE_ID = "d875a1f4-9b4e-4219-a1f3-0c26936d18de";

    private static final String SCHEDULES = "/v2/schedules/{schedule}";
    private static final Set<String> FIELDS =
            Set.of("name", "startDate", "endDate", "type", "length", "participants", "timeRestriction");

    private static final Standing EMPTY_SLOT = new Standing("none", "");

    private final Duty duty = new Duty(
            SCHEDULE_ID,
            SCHEDULE,
            EMPTY_SLOT.type(),
            Map.of("type", "time-of-day", "restriction", Map.of("startHour", 8, "startMin", 0)));
    private final Map<String, String> usernames = new LinkedHashMap<>();
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Set<String> unlicensed = new HashSet<>();
    private boolean namesTheRefused = true;
    private int refusalOfStrangers = 422;
    private boolean ownedByAnotherTeam;
    private boolean hidesUsers;
    private boolean showsResults = true;
    private boolean appliesWrites = true;
    private int statusOfWrites = 200;
    private Instant now = Instant.EPOCH;

    public OpsgenieFake() {
        reads("Get Schedule", "GET " + SCHEDULES, this::schedule);
        reads("Get On Calls", "GET " + SCHEDULES + "/on-calls", this::onCalls);
        reads("Get Schedule Rotation", "GET " + SCHEDULES + "/rotations/{rotation}", this::rotation);
        writes("Update Schedule Rotation", "PATCH " + SCHEDULES + "/rotations/{rotation}", this::update);
        reads("Get User", "GET /v2/users/{user}", this::user);
    }

    public static void main(String[] args) {
        serve(new OpsgenieFake(), args);
    }

    // Calls

    private FakeAnswer schedule(FakeRequest request) {
        return ofSchedule(request, "identifierType", () -> {
            Map<String, Object> schedule = new LinkedHashMap<>();
            schedule.put("id", duty.id);
            schedule.put("name", duty.name);
            schedule.put("description", "");
            schedule.put("timezone", "Europe/Zurich");
            schedule.put("enabled", true);
            schedule.put("ownerTeam", Map.of("id", "90098alp9-f0e3-41d3-a060-0ea895027630", "name", "ops_team"));
            schedule.put("addedByOpsgenieLater", List.of("later"));
            schedule.put("rotations", duty.rotations().stream().map(this::shown).toList());
            return data(schedule);
        });
    }

    private FakeAnswer rotation(FakeRequest request) {
        return ofRotation(request, turns -> data(shown(turns)));
    }

    private Map<String, Object> shown(Turns turns) {
        Map<String, Object> rotation = new LinkedHashMap<>();
        rotation.put("id", turns.id);
        rotation.put("addedByOpsgenieLater", Map.of("participants", List.of()));
        rotation.putAll(turns.settings());
        rotation.put("participants", turns.order().stream().map(this::shown).toList());
        return rotation;
    }

    private Map<String, Object> shown(Standing standing) {
        Map<String, Object> participant = new LinkedHashMap<>();
        participant.put("type", standing.type());
        if (!standing.isEmpty()) {
            participant.put("id", standing.id());
        }
        if (standing.type().equals("user")) {
            participant.put("username", usernames.get(standing.id()));
        } else if (standing.isFuture()) {
            participant.put("weight", "heavy");
            participant.put("label", null);
        }
        return participant;
    }

    private FakeAnswer onCalls(FakeRequest request) {
        if (!request.query("flat").equals(Optional.of("true"))) {
            throw request.bad("this fake has only the flat list of people on call");
        }
        return ofSchedule(request, "scheduleIdentifierType", () -> {
            Instant at;
            try {
                at = request.query("date")
                        .map(date -> OffsetDateTime.parse(date, DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx"))
                                .toInstant())
                        .orElse(now);
            } catch (DateTimeParseException e) {
                throw request.bad("the date is not in the documented format");
            }
            return data(Map.of(
                    "_parent",
                    Map.of("id", duty.id, "name", duty.name, "enabled", true),
                    "onCallRecipients",
                    duty.onDuty(at).stream().map(usernames::get).toList()));
        });
    }

    private FakeAnswer user(FakeRequest request) {
        if (hidesUsers) {
            return refusal(FailureKind.PERMISSION, request);
        }
        String user = request.parameter("user");
        String id = usernames.containsKey(user) ? user : ids.get(folded(user));
        return id == null
                ? error(404, "User with username [" + user + "] does not exist", Map.of())
                : data(shown(id, usernames.get(id)));
    }

    private static Map<String, ?> shown(String id, String username) {
        Map<String, @Nullable Object> user = new LinkedHashMap<>();
        user.put("id", id);
        user.put("username", username);
        user.put("fullName", "A Person");
        user.put("role", Map.of("id", "User", "name", "User"));
        user.put("timeZone", "Europe/Zurich");
        user.put("locale", "en_US");
        user.put("userAddress", Map.of("country", "", "state", "", "city", "", "line", "", "zipCode", ""));
        user.put("skypeUsername", null);
        user.put("createdAt", "2026-01-05T09:30:00.000Z");
        user.put("blocked", false);
        user.put("verified", true);
        user.put("addedByOpsgenieLater", Map.of("username", "not@this.one"));
        return user;
    }

    private FakeAnswer update(FakeRequest request) {
        Map<String, @Nullable Object> body = request.json();
        if (!FIELDS.containsAll(body.keySet()) || !(body.get("participants") instanceof List<?> participants)) {
            throw request.bad("the body has other fields than those of a rotation, or no participants");
        }
        return ofRotation(request, turns -> {
            List<Standing> order = new ArrayList<>();
            Map<String, String> errors = new LinkedHashMap<>();
            boolean strangers = false;
            for (Object each : participants) {
                Optional<Standing> standing = standing(request, each);
                strangers |= standing.isEmpty();
                if (standing.isEmpty() || unlicensed.contains(standing.get().id())) {
                    errors.put("participants[" + order.size() + "]", "participant is not valid");
                }
                order.add(standing.orElse(EMPTY_SLOT));
            }
            if (participants.isEmpty()) {
                return error(
                        422,
                        "Request body is not processable. Please check the errors.",
                        Map.of("participants", "can not be empty"));
            }
            if (!errors.isEmpty()) {
                return error(
                        strangers ? refusalOfStrangers : 422,
                        "Request body is not processable. Please check the errors.",
                        namesTheRefused ? errors : Map.of());
            }
            if (appliesWrites) {
                turns.order(order);
                turns.set(body);
            }
            if (statusOfWrites != 200) {
                return FakeAnswer.text(statusOfWrites, "<html>This is a gateway</html>");
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("result", "Updated");
            answer.put("data", showsResults ? Map.of("id", turns.id, "name", turns.name()) : Map.of());
            answer.put("took", 0.021);
            answer.put("requestId", "a3a5bb12-3ec8-4d13-8d6e-1d0e1d3cbe0b");
            return FakeAnswer.json(200, answer);
        });
    }

    private Optional<Standing> standing(FakeRequest request, @Nullable Object participant) {
        if (!(participant instanceof Map<?, ?> one) || !(one.get("type") instanceof String type)) {
            throw request.bad("a participant has no type");
        }
        Optional<Standing> future = duty.rotations().stream()
                .flatMap(turns -> turns.order().stream())
                .filter(each -> each.isFuture() && shown(each).equals(one))
                .findFirst();
        if (future.isPresent()) {
            return future;
        }
        if (!Set.of("type", "id", "username", "name").containsAll(one.keySet())) {
            throw request.bad("a participant has other fields than type, id, username and name");
        }
        switch (type) {
            case "none" -> {
                return Optional.of(EMPTY_SLOT);
            }
            case "team", "escalation" -> {
                if (one.get("id") instanceof String id) {
                    return Optional.of(new Standing(type, id));
                }
                throw request.bad("a " + type + " has no id");
            }
            case "user" -> {
                if (one.get("id") instanceof String id) {
                    return Optional.of(new Standing(type, id)).filter(user -> usernames.containsKey(id));
                }
                if (one.get("username") instanceof String username) {
                    return Optional.ofNullable(ids.get(folded(username))).map(id -> new Standing(type, id));
                }
                throw request.bad("a user has neither an id nor a username");
            }
            default -> throw request.bad("a participant is a " + type);
        }
    }

    private interface Found<T> {
        FakeAnswer answer(T found);
    }

    private FakeAnswer ofRotation(FakeRequest request, Found<Turns> found) {
        return ofSchedule(
                request,
                "scheduleIdentifierType",
                () -> duty.rotation(request.parameter("rotation"))
                        .map(found::answer)
                        .orElseGet(() -> error(404, "Rotation does not exist", Map.of())));
    }

    private FakeAnswer ofSchedule(FakeRequest request, String identifierType, Supplier<FakeAnswer> found) {
        String type = request.query(identifierType).orElse("id");
        if (!type.equals("id") && !type.equals("name")) {
            throw request.bad("a schedule is identified by id or name");
        }
        if (!request.parameter("schedule").equals(type.equals("id") ? duty.id : duty.name)) {
            return refusal(FailureKind.NOT_FOUND, request);
        }
        return ownedByAnotherTeam ? refusal(FailureKind.PERMISSION, request) : found.get();
    }

    @Override
    protected boolean authenticates(FakeRequest request) {
        return request.header("Authorization").equals(Optional.of("GenieKey " + Conditions.SECRET));
    }

    @Override
    protected boolean refuses(FailureKind kind) {
        return kind != FailureKind.READ_ONLY;
    }

    @Override
    protected FakeAnswer refusal(FailureKind kind, FakeRequest request) {
        return switch (kind) {
            case AUTHENTICATION -> error(401, "Could not authenticate with " + key(request), Map.of());
            case PERMISSION -> error(403, "You are not authorized to access this schedule", Map.of("code", 40301));
            case NOT_FOUND -> error(404, "Schedule does not exist", Map.of());
            case INVALID_REQUEST ->
                error(
                        422,
                        "Request body of " + key(request) + " is not processable. Please check the errors.",
                        Map.of("startDate", "is not valid"));
            case RATE_LIMITED ->
                error(429, "You are making too many requests!", Map.of())
                        .header("X-RateLimit-State", "THROTTLED")
                        .header("X-RateLimit-Reason", "ACCOUNT");
            case UNAVAILABLE -> error(503, "Service unavailable", Map.of());
            case UNKNOWN -> error(409, "Conflict", Map.of());
            case MALFORMED_ANSWER -> FakeAnswer.text(200, "<html>Welcome to the hotel's network</html>");
            case READ_ONLY, UNKNOWN_THING, REFUSED_THING ->
                throw new IllegalArgumentException("Opsgenie has no such answer: " + kind);
        };
    }

    private static String key(FakeRequest request) {
        return request.header("Authorization").orElse("no key");
    }

    @Override
    protected FakeAnswer comeBack(FakeAnswer refusal, Duration wait) {
        return refusal.header(
                refusal.status() == 429 ? "X-RateLimit-Period-In-Sec" : "Retry-After",
                String.valueOf(wait.toSeconds()));
    }

    @Override
    protected FakeAnswer quoting(FakeAnswer refusal, String words) {
        return FakeAnswers.quoting(super.quoting(refusal, words), words);
    }

    @Override
    protected FakeAnswer withOtherFields(FakeAnswer answer) {
        return FakeAnswers.withOtherFields(answer);
    }

    private static FakeAnswer data(Map<String, ?> data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", data);
        body.put("took", 0.007);
        body.put("requestId", "4ae5dd8e-b5d5-4a4f-a7d5-0b8f9b3b4f4e");
        return FakeAnswer.json(200, body);
    }

    private static FakeAnswer error(int status, String message, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("message", message);
        if (more.containsKey("code")) {
            body.putAll(more);
        } else if (!more.isEmpty()) {
            body.put("errors", more);
        }
        body.put("took", 0.003);
        body.put("requestId", "9ae63dd7-ed00-4c81-86f0-c4ffd33142c9");
        return FakeAnswer.json(status, body);
    }

    // State

    /** Makes users. */
    public synchronized void introduce(Collection<String> people) {
        people.forEach(this::id);
    }

    /** Makes users without a license, whom rotations refuse. */
    public synchronized void introduceUnlicensed(Collection<String> people) {
        people.forEach(email -> unlicensed.add(id(email)));
    }

    /** Gives a user another user name. The old one is free. */
    public synchronized void rename(String from, String to) {
        String id = id(from);
        ids.remove(folded(from));
        ids.put(folded(to), id);
        usernames.put(id, to);
    }

    /** Makes users who take turns in the first rotation. */
    public synchronized void join(Collection<String> people) {
        people.forEach(email -> duty.join(new Standing("user", id(email))));
    }

    /** Makes teams, escalations and participants of a future type that take turns in the first rotation. */
    public synchronized void joinNameless(int count) {
        for (int i = 0; i < count; i++) {
            String type = List.of("team", "escalation", "pool").get(i % 3);
            duty.join(new Standing(type, type + "-" + duty.first().order().size()));
        }
    }

    /** Sets the order of duty of the first rotation; see {@link #order()}. */
    public synchronized void order(String... order) {
        duty.first().order(standings(order));
    }

    /** Adds a rotation. */
    public synchronized void addRotation(String name, String... order) {
        duty.rotation(name, standings(order));
    }

    /** Removes all rotations. */
    public synchronized void removeRotations() {
        duty.withoutRotations();
    }

    /**
     * The order of duty of the first rotation: e-mail addresses, {@code team:ID}, {@code escalation:ID}, {@code none}.
     */
    public synchronized List<String> order() {
        return order(duty.first());
    }

    /** The order of duty of a rotation. */
    public synchronized List<String> orderOf(String name) {
        return duty.rotations().stream()
                .filter(turns -> turns.name().equals(name))
                .findFirst()
                .map(this::order)
                .orElseThrow();
    }

    private List<String> order(Turns turns) {
        return turns.order().stream()
                .map(each -> switch (each.type()) {
                    case "user" -> usernames.get(each.id());
                    case "none" -> "none";
                    default -> each.type() + ":" + each.id();
                })
                .toList();
    }

    private List<Standing> standings(String... order) {
        List<Standing> standings = new ArrayList<>();
        for (String each : order) {
            standings.add(
                    each.equals(EMPTY_SLOT.type())
                            ? EMPTY_SLOT
                            : each.contains(":") ? Standing.of(each) : new Standing("user", id(each)));
        }
        return standings;
    }

    /** Begins a shift. */
    public synchronized void onDuty(Instant from, Collection<String> people) {
        duty.onDuty(from, people.stream().map(this::id).toList());
    }

    /** Sets the time for requests without a time. */
    public synchronized void now(Instant time) {
        now = time;
    }

    /** The id of a user. */
    public synchronized String idOf(String email) {
        return id(email);
    }

    /** Puts more people on call. */
    public synchronized void alsoOnDuty(Collection<String> people) {
        duty.alsoOnDuty(people.stream().map(this::id).toList());
    }

    /** The people who are on call now. */
    public synchronized List<String> onDuty() {
        return duty.onDuty(now).stream().map(usernames::get).toList();
    }

    /** The users in the first rotation, in the order of duty. */
    public synchronized List<String> members() {
        return duty.first().order().stream()
                .filter(OpsgenieFake::isUser)
                .map(each -> usernames.get(each.id()))
                .toList();
    }

    /** What a change of other users must leave as it is: a user's id and spelling, and the rest of the rotation. */
    public synchronized String fingerprint(String member) {
        String id = id(member);
        return id + " " + usernames.get(id) + " " + duty.first().withoutPeople(OpsgenieFake::isUser);
    }

    private static boolean isUser(Standing standing) {
        return standing.type().equals("user");
    }

    /** How many participants of the first rotation are neither users nor empty slots. */
    public synchronized int nameless() {
        return (int) duty.first().order().stream()
                .filter(each -> !isUser(each) && !each.isEmpty())
                .count();
    }

    /** Refuses lists without naming the participants at fault. */
    public synchronized void hideTheRefused() {
        namesTheRefused = false;
    }

    /** Answers 404 to a list with an unknown user. */
    public synchronized void answerStrangersWith404() {
        refusalOfStrangers = 404;
        namesTheRefused = false;
    }

    /** Answers a write without its result: {@code "data": {}}. */
    public synchronized void hideResults(boolean applies) {
        showsResults = false;
        appliesWrites = applies;
    }

    /** Answers writes with the page of a gateway, whether or not they reach the service. */
    public synchronized void answerWritesAsGateway(int status, boolean applies) {
        statusOfWrites = status;
        appliesWrites = applies;
    }

    /** Takes from the key the permission to look users up. */
    public synchronized void hideUsers() {
        hidesUsers = true;
    }

    /** Gives the schedule to a team that does not own the key. */
    public synchronized void giveToAnotherTeam() {
        ownedByAnotherTeam = true;
    }

    @Override
    protected synchronized void populate(int members, int accounts) {
        for (int i = 0; i < accounts; i++) {
            String email = "person%05d@example.com".formatted(i);
            id(email);
            if (i < members) {
                duty.join(new Standing("user", id(email)));
            }
        }
        now = Instant.now();
        duty.onDuty(
                Instant.EPOCH,
                duty.first().order().stream()
                        .filter(each -> each.type().equals("user"))
                        .limit(1)
                        .map(Standing::id)
                        .toList());
    }

    private String id(String email) {
        return ids.computeIfAbsent(folded(email), ignored -> {
            String id = "b5b92115-bfe7-43eb-8c2a-%012x".formatted(usernames.size() + 1);
            usernames.put(id, email);
            return id;
        });
    }

    private static String folded(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
