package dev.gosync.opsgenie;

import dev.gosync.adapter.FailureKind;
import dev.gosync.opsgenie.Duty.Standing;
import dev.gosync.opsgenie.Duty.Turns;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A site of Jira Service Management with one schedule, and the accounts of its Jira, as its documentation has them:
 * developer.atlassian.com/cloud/jira/service-desk-ops/rest/v2 and .../cloud/jira/platform/rest/v3.
 */
public final class JsmFake extends FakeServer {
    /** The id of the site. */
    public static final String CLOUD = "0c7a2f9e-5d5b-4f0e-9c55-1f6b1a2c3d4e";

    /** Whose token is asked for. */
    public static final String EMAIL = "admin@example.com";

    /** The name of the only schedule. */
    public static final String SCHEDULE = "Platform";

    /** The id of the only schedule. */
    public static final String SCHEDULE_ID = "f8f2a4ec-54b2-4513-865b-8cb3b81c9544";

    private static final String SCHEDULES = "/jsm/ops/api/{cloud}/v1/schedules";
    private static final String ROTATIONS = SCHEDULES + "/{schedule}/rotations";
    private static final String USERS = "/ex/jira/{cloud}/rest/api/3/user";
    private static final int PAGE = 25;
    private static final int BULK_PAGE = 10;
    private static final Set<String> FIELDS =
            Set.of("name", "startDate", "endDate", "type", "length", "participants", "timeRestriction");

    private record Account(String id, String email, boolean shown, String type) {}

    private Duty duty = new Duty(SCHEDULE_ID, SCHEDULE);
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> unlicensed = new HashSet<>();
    private final Set<String> inactive = new HashSet<>();
    private boolean breaksOff;
    private Instant now = Instant.EPOCH;

    public JsmFake() {
        reads("List schedules", "GET " + SCHEDULES, this::schedules);
        reads("List rotations", "GET " + ROTATIONS, this::rotations);
        reads("Get rotation", "GET " + ROTATIONS + "/{rotation}", this::rotation);
        writes("Update rotation", "PATCH " + ROTATIONS + "/{rotation}", this::update);
        reads("List on-call responders", "GET " + SCHEDULES + "/{schedule}/on-calls", this::onCalls);
        reads("Find users", "GET " + USERS + "/search", this::search);
        reads("Bulk get users", "GET " + USERS + "/bulk", this::bulk);
    }

    public static void main(String[] args) {
        serve(new JsmFake(), args);
    }

    // What the operations do

    private FakeAnswer schedules(FakeRequest request) {
        String query = request.query("query").map(JsmFake::folded).orElse("*");
        String name = folded(duty.name);
        boolean found =
                query.endsWith("*") ? name.startsWith(query.substring(0, query.length() - 1)) : name.equals(query);
        return onSite(
                request,
                () -> page(
                        request,
                        found ? List.of(Map.of("id", duty.id, "name", duty.name, "enabled", true)) : List.of(),
                        shown -> shown));
    }

    private FakeAnswer rotations(FakeRequest request) {
        return ofSchedule(request, () -> page(request, duty.rotations(), JsmFake::shown));
    }

    private static <T> FakeAnswer page(FakeRequest request, List<T> all, Function<T, Map<String, ?>> shown) {
        int offset = request.query("offset", 0);
        int size = request.query("size", PAGE);
        if (offset < 0 || size < 1 || size > 100) {
            throw request.bad("there is no such page");
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("values", all.stream().skip(offset).limit(size).map(shown).toList());
        int next = offset + size;
        page.put(
                "links",
                next < all.size() ? Map.of("next", "/v1/schedules?offset=" + next + "&size=" + size) : Map.of());
        return FakeAnswer.json(200, page);
    }

    private FakeAnswer rotation(FakeRequest request) {
        return ofRotation(request, turns -> FakeAnswer.json(200, shown(turns)));
    }

    private static Map<String, ?> shown(Turns turns) {
        return Map.of(
                "id",
                turns.id,
                "name",
                turns.name,
                "startDate",
                "2026-01-05T08:00:00Z",
                "type",
                "weekly",
                "length",
                1,
                "participants",
                turns.order.stream()
                        .map(each -> each.equals(Standing.NOBODY)
                                ? Map.of("type", each.type())
                                : Map.of("type", each.type(), "id", each.id()))
                        .toList());
    }

    private FakeAnswer onCalls(FakeRequest request) {
        if (!request.query("flat").equals(Optional.of("true"))) {
            throw request.bad("this fake knows who is on call flattened only");
        }
        return ofSchedule(request, () -> {
            try {
                Instant at = request.query("date").map(Instant::parse).orElse(now);
                return FakeAnswer.json(200, Map.of("onCallUsers", duty.onDuty(at)));
            } catch (DateTimeException e) {
                throw request.bad("the date is no time");
            }
        });
    }

    private FakeAnswer update(FakeRequest request) {
        Map<String, @Nullable Object> body = request.json();
        if (!FIELDS.containsAll(body.keySet()) || !(body.get("participants") instanceof List<?> participants)) {
            throw request.bad("the body has other fields than those of a rotation, or no participants");
        }
        return ofRotation(request, turns -> {
            List<Standing> order =
                    participants.stream().map(each -> standing(request, each)).toList();
            boolean refused = order.stream()
                    .filter(each -> each.type().equals("user"))
                    .anyMatch(each -> !accounts.containsKey(each.id()) || unlicensed.contains(each.id()));
            if (order.isEmpty() || refused) {
                return refusal(FailureKind.INVALID_REQUEST, request);
            }
            turns.order = order;
            return FakeAnswer.json(200, shown(turns));
        });
    }

    private static Standing standing(FakeRequest request, @Nullable Object participant) {
        if (!(participant instanceof Map<?, ?> one)
                || !(one.get("type") instanceof String type)
                || !Set.of("type", "id").containsAll(one.keySet())) {
            throw request.bad("a participant has a type and an id and nothing else");
        }
        if (type.equals("none")) {
            return Standing.NOBODY;
        }
        if (!Set.of("user", "team", "escalation").contains(type) || !(one.get("id") instanceof String id)) {
            throw request.bad("a participant is a " + type + " or has no id");
        }
        return new Standing(type, id);
    }

    // What Jira does

    private FakeAnswer search(FakeRequest request) {
        String query = request.query("query").map(JsmFake::folded).orElseThrow(() -> request.bad("there is no query"));
        return onSite(
                request,
                () -> FakeAnswer.json(
                        200,
                        accounts.values().stream()
                                .filter(each -> each.shown()
                                        ? folded(each.email()).startsWith(query)
                                        : folded(each.email()).equals(query))
                                .limit(50)
                                .map(this::shown)
                                .toList()));
    }

    private FakeAnswer bulk(FakeRequest request) {
        String target = request.target();
        List<String> asked = Stream.of(target.substring(target.indexOf('?') + 1).split("&", 0))
                .filter(pair -> pair.startsWith("accountId="))
                .map(pair -> URLDecoder.decode(pair.substring("accountId=".length()), StandardCharsets.UTF_8))
                .toList();
        int max = Math.min(request.query("maxResults", BULK_PAGE), 100);
        int start = request.query("startAt", 0);
        if (asked.isEmpty() || target.length() > 8000) {
            throw request.bad("there is no account id, or the address is too long");
        }
        if (breaksOff) {
            return FakeAnswer.json(200, Map.of("startAt", start, "total", 1, "isLast", false, "values", List.of()));
        }
        List<Account> found =
                asked.stream().filter(accounts::containsKey).map(accounts::get).toList();
        return onSite(
                request,
                () -> FakeAnswer.json(
                        200,
                        Map.of(
                                "maxResults",
                                max,
                                "startAt",
                                start,
                                "total",
                                found.size(),
                                "isLast",
                                start + max >= found.size(),
                                "values",
                                found.stream()
                                        .skip(start)
                                        .limit(max)
                                        .map(this::shown)
                                        .toList())));
    }

    private Map<String, Object> shown(Account account) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("accountId", account.id());
        user.put("accountType", account.type());
        user.put("displayName", "Somebody");
        user.put("active", !inactive.contains(account.id()));
        if (account.shown()) {
            user.put("emailAddress", account.email());
        }
        return user;
    }

    // What both have in common

    private interface Found {
        FakeAnswer answer();
    }

    private interface FoundRotation {
        FakeAnswer answer(Turns turns);
    }

    private FakeAnswer ofRotation(FakeRequest request, FoundRotation found) {
        return ofSchedule(
                request,
                () -> duty.rotation(request.parameter("rotation"))
                        .map(found::answer)
                        .orElseGet(() -> refusal(FailureKind.NOT_FOUND, request)));
    }

    private FakeAnswer ofSchedule(FakeRequest request, Found found) {
        return onSite(
                request,
                () -> request.parameter("schedule").equals(duty.id)
                        ? found.answer()
                        : refusal(FailureKind.NOT_FOUND, request));
    }

    private FakeAnswer onSite(FakeRequest request, Found found) {
        return request.parameter("cloud").equals(CLOUD) ? found.answer() : refusal(FailureKind.NOT_FOUND, request);
    }

    @Override
    protected boolean authenticates(FakeRequest request) {
        String credentials =
                Base64.getEncoder().encodeToString((EMAIL + ":" + Conditions.SECRET).getBytes(StandardCharsets.UTF_8));
        return request.header("Authorization").equals(Optional.of("Basic " + credentials));
    }

    @Override
    protected boolean refuses(FailureKind kind) {
        return kind != FailureKind.READ_ONLY;
    }

    @Override
    protected FakeAnswer refusal(FailureKind kind, FakeRequest request) {
        return switch (kind) {
            case AUTHENTICATION -> error(401, "Unauthorized");
            case PERMISSION -> error(403, "You do not have permission");
            case NOT_FOUND -> error(404, "Not found");
            case INVALID_REQUEST -> error(400, "The request is not valid");
            case RATE_LIMITED -> error(429, "Too many requests");
            case UNAVAILABLE -> error(503, "Service unavailable");
            case UNKNOWN -> error(409, "Conflict");
            case MALFORMED_ANSWER -> FakeAnswer.text(200, "<html>Welcome to the hotel's network</html>");
            case READ_ONLY, UNKNOWN_THING, REFUSED_THING ->
                throw new IllegalArgumentException("There is no answer for " + kind);
        };
    }

    private static FakeAnswer error(int status, String message) {
        return FakeAnswer.json(status, Map.of("message", message));
    }

    // Its state, from its own side

    /** Makes accounts. */
    public synchronized void introduce(Collection<String> people) {
        people.forEach(this::id);
    }

    /** Makes accounts without a license, which cannot be in a rotation. */
    public synchronized void introduceUnlicensed(Collection<String> people) {
        people.forEach(email -> unlicensed.add(id(email)));
    }

    /** Makes an account that does not show its e-mail address. */
    public synchronized void introduceHidden(String email) {
        account(email, false, "atlassian");
    }

    /** Makes an account of a customer of the help desk. */
    public synchronized void introduceCustomer(String email) {
        account(email, true, "customer");
    }

    /** Gives an account another e-mail address; the one it had is free. */
    public synchronized void rename(String from, String to) {
        String id = id(from);
        ids.remove(folded(from));
        accounts.put(id, new Account(id, to, true, "atlassian"));
        ids.put(folded(to), id);
    }

    /** Makes a second account that shows the same e-mail address, and takes turns in the first rotation. */
    public synchronized void joinAnother(String email) {
        duty.join(new Standing("user", account(email, true, "atlassian")));
    }

    /** Makes an account of somebody who has left. */
    public synchronized void introduceInactive(String email) {
        inactive.add(id(email));
    }

    /** Breaks off when it is asked for accounts by their ids: an empty page which is not the last. */
    public synchronized void breakOffAccounts() {
        breaksOff = true;
    }

    /** Puts another schedule of the same name, with one rotation in which nobody is on duty, in the place of the first. */
    public synchronized void replaceSchedule(String id) {
        duty = new Duty(id, SCHEDULE);
    }

    /** Makes accounts that take turns in the first rotation. */
    public synchronized void join(Collection<String> people) {
        people.forEach(email -> duty.join(new Standing("user", id(email))));
    }

    /** Makes teams and accounts without an e-mail address that take turns in the first rotation. */
    public synchronized void joinNameless(int count) {
        for (int i = 0; i < count; i++) {
            int number = duty.first().order.size();
            duty.join(
                    i % 2 == 0
                            ? new Standing("team", "team-" + number)
                            : new Standing("user", account("hidden" + number + "@example.com", false, "atlassian")));
        }
    }

    /** Adds a rotation of people. */
    public synchronized void addRotation(String name, Collection<String> people) {
        duty.rotation(
                name,
                people.stream().map(email -> new Standing("user", id(email))).toList());
    }

    /** The order of duty of the first rotation: e-mail addresses, {@code team:ID}, {@code none}. */
    public synchronized List<String> order() {
        return duty.first().order.stream()
                .map(each -> switch (each.type()) {
                    case "user" -> accounts.get(each.id()).email();
                    case "none" -> "none";
                    default -> each.type() + ":" + each.id();
                })
                .toList();
    }

    /** Begins a shift. */
    public synchronized void onDuty(Instant from, Collection<String> people) {
        duty.onDuty(from, people.stream().map(this::id).toList());
    }

    /** Puts somebody on duty who does not show an e-mail address, besides those who are. */
    public synchronized void hiddenOnDuty(int count) {
        List<String> all = new ArrayList<>(duty.onDuty(now));
        for (int i = 0; i < count; i++) {
            all.add(account("hidden" + all.size() + "@example.com", false, "atlassian"));
        }
        duty.onDuty(Instant.EPOCH, all);
    }

    /** Puts people on duty besides those who are. */
    public synchronized void alsoOnDuty(Collection<String> people) {
        List<String> all = new ArrayList<>(duty.onDuty(now));
        people.forEach(email -> all.add(id(email)));
        duty.onDuty(Instant.EPOCH, all);
    }

    /** Sets what time it is for who asks without a time. */
    public synchronized void now(Instant time) {
        now = time;
    }

    /** Who is on duty now and shows an e-mail address. */
    public synchronized Set<String> onDuty() {
        return shownOf(duty.onDuty(now));
    }

    /** How many are on duty now and show none. */
    public synchronized int hiddenOnDuty() {
        return duty.onDuty(now).size() - onDuty().size();
    }

    /** The people in the first rotation who show an e-mail address. */
    public synchronized Set<String> members() {
        return shownOf(duty.first().order.stream()
                .filter(each -> each.type().equals("user"))
                .map(Standing::id)
                .toList());
    }

    /** How many others take turns in the first rotation. */
    public synchronized int nameless() {
        return (int) duty.first().order.stream()
                .filter(each -> !each.equals(Standing.NOBODY))
                .filter(each ->
                        !each.type().equals("user") || !accounts.get(each.id()).shown())
                .count();
    }

    private Set<String> shownOf(List<String> accountIds) {
        Set<String> shown = new TreeSet<>();
        accountIds.stream().map(accounts::get).filter(Account::shown).forEach(each -> shown.add(each.email()));
        return shown;
    }

    @Override
    protected synchronized void populate(int members, int accounts) {
        for (int i = 0; i < accounts; i++) {
            String id = id("person%05d@example.com".formatted(i));
            if (i < members) {
                duty.join(new Standing("user", id));
            }
            if (i == 0) {
                duty.onDuty(Instant.EPOCH, List.of(id));
            }
        }
        now = Instant.now();
    }

    private String id(String email) {
        String known = ids.get(folded(email));
        return known == null ? account(email, true, "atlassian") : known;
    }

    private String account(String email, boolean shown, String type) {
        String id = "557058:f58131cb-b67d-43c7-b30d-%012x".formatted(accounts.size() + 1);
        accounts.put(id, new Account(id, email, shown, type));
        if (type.equals("atlassian")) {
            ids.put(folded(email), id);
        }
        return id;
    }

    private static String folded(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
