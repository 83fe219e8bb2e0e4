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
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A site of Jira Service Management with one schedule, and the accounts of its Jira, as they are described at
 * developer.atlassian.com/cloud/jira/service-desk-ops/rest/v2 and .../cloud/jira/platform/rest/v3. The type of an empty
 * slot comes from Atlassian's Terraform provider. Its error messages repeat the credentials.
 */
public final class JsmFake extends FakeServer {
    /** The id of the site. */
    public static final String CLOUD = "0c7a2f9e-5d5b-4f0e-9c55-1f6b1a2c3d4e";

    /** The account that owns the token. */
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

    private static final Standing EMPTY_SLOT = new Standing("noone", "");

    private Duty duty = new Duty(SCHEDULE_ID, SCHEDULE, EMPTY_SLOT.type(), null);
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> unlicensed = new HashSet<>();
    private final Set<String> inactive = new HashSet<>();
    private boolean breaksOff;
    private boolean hidesTheEnd;
    private int statusOfRefusals = 400;
    private boolean showsUsernames;
    private boolean ignoresOffsets;
    private int accountsOfAPage = 100;
    private boolean showsResults = true;
    private boolean appliesWrites = true;
    private int statusOfWrites = 200;
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

    // Operations

    private FakeAnswer schedules(FakeRequest request) {
        String query = request.query("query").map(JsmFake::folded).orElse("*");
        String name = folded(duty.name);
        boolean found =
                query.endsWith("*") ? name.startsWith(query.substring(0, query.length() - 1)) : name.equals(query);
        return onSite(request, () -> page(request, found ? List.of(duty) : List.of(), JsmFake::shown));
    }

    private FakeAnswer rotations(FakeRequest request) {
        return ofSchedule(request, () -> page(request, duty.rotations(), this::shown));
    }

    private <T> FakeAnswer page(FakeRequest request, List<T> all, Function<T, Map<String, ?>> shown) {
        int offset = ignoresOffsets ? 0 : request.query("offset", 0);
        int size = request.query("size", PAGE);
        if (offset < 0 || size < 1 || size > 100) {
            throw request.bad("the page does not exist");
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("values", all.stream().skip(offset).limit(size).map(shown).toList());
        int next = offset + size;
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("next", next < all.size() ? "/v1/schedules?offset=" + next + "&size=" + size : null);
        page.put("links", links);
        page.put("_expands", List.of("rotation"));
        return FakeAnswer.json(200, page);
    }

    private FakeAnswer rotation(FakeRequest request) {
        return ofRotation(request, turns -> FakeAnswer.json(200, shown(turns)));
    }

    private static Map<String, ?> shown(Duty duty) {
        Map<String, Object> schedule = new LinkedHashMap<>();
        schedule.put("id", duty.id);
        schedule.put("name", duty.name);
        schedule.put("description", null);
        schedule.put("timezone", "Europe/Zurich");
        schedule.put("enabled", true);
        schedule.put("addedByAtlassianLater", List.of("later"));
        schedule.put("teamId", "cd68207b-c55d-4611-ab25-72fd0c439e9f");
        return schedule;
    }

    private Map<String, ?> shown(Turns turns) {
        Map<String, Object> rotation = new LinkedHashMap<>();
        rotation.put("id", turns.id);
        rotation.put("addedByAtlassianLater", Map.of("participants", List.of()));
        rotation.putAll(turns.settings());
        rotation.put("participants", turns.order().stream().map(this::shown).toList());
        return rotation;
    }

    private Map<String, Object> shown(Standing standing) {
        Map<String, Object> participant = new LinkedHashMap<>();
        participant.put("type", standing.type());
        participant.put("id", standing.isEmpty() ? null : standing.id());
        if (standing.isFuture()) {
            participant.put("weight", "heavy");
        }
        if (showsUsernames && standing.type().equals("user")) {
            participant.put("username", accounts.get(standing.id()).email());
        }
        return participant;
    }

    private FakeAnswer onCalls(FakeRequest request) {
        if (!request.query("flat").equals(Optional.of("true"))) {
            throw request.bad("this fake has only the flat list of people on call");
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
                return error(statusOfRefusals, "The participants are not valid");
            }
            if (appliesWrites) {
                turns.order(order);
                turns.set(body);
            }
            if (statusOfWrites != 200) {
                return FakeAnswer.text(statusOfWrites, "<html>This is a gateway</html>");
            }
            return FakeAnswer.json(200, showsResults ? shown(turns) : Map.of("id", turns.id));
        });
    }

    private Standing standing(FakeRequest request, @Nullable Object participant) {
        for (Turns turns : duty.rotations()) {
            for (Standing standing : turns.order()) {
                if (standing.isFuture() && shown(standing).equals(participant)) {
                    return standing;
                }
            }
        }
        if (!(participant instanceof Map<?, ?> one)
                || !(one.get("type") instanceof String type)
                || !Set.of("type", "id").equals(one.keySet())) {
            throw request.bad("a participant has a type and an id and nothing else");
        }
        if (type.equals(EMPTY_SLOT.type()) && one.get("id") == null) {
            return EMPTY_SLOT;
        }
        if (!Set.of("user", "team", "escalation").contains(type) || !(one.get("id") instanceof String id)) {
            throw request.bad("a participant is a " + type + " or has no id");
        }
        return new Standing(type, id);
    }

    // Jira

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
        int max = Math.min(request.query("maxResults", BULK_PAGE), accountsOfAPage);
        int start = ignoresOffsets ? 0 : request.query("startAt", 0);
        if (asked.isEmpty() || target.length() > 8000) {
            throw request.bad("there is no account id, or the address is too long");
        }
        if (breaksOff) {
            return FakeAnswer.json(200, Map.of("startAt", start, "total", 1, "isLast", false, "values", List.of()));
        }
        if (hidesTheEnd) {
            return FakeAnswer.json(200, Map.of("values", List.of(shown(accounts.get(asked.get(0))))));
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
        user.put("self", "https://example.atlassian.net/rest/api/3/user?accountId=" + account.id());
        user.put("accountId", account.id());
        user.put("accountType", account.type());
        user.put("displayName", "A person");
        user.put("active", !inactive.contains(account.id()));
        user.put("avatarUrls", Map.of("48x48", "https://example.atlassian.net/avatar.png"));
        user.put("timeZone", null);
        user.put("addedByAtlassianLater", Map.of("emailAddress", "not@this.one"));
        if (account.shown()) {
            user.put("emailAddress", account.email());
        } else if (accounts.size() % 2 == 0) {
            user.put("emailAddress", null); // or it is missing
        }
        return user;
    }

    // Both

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
        String credentials = request.header("Authorization").orElse("");
        return switch (kind) {
            case AUTHENTICATION -> error(request, 401, "Unauthorized: " + credentials);
            case PERMISSION -> error(request, 403, "You do not have permission");
            case NOT_FOUND -> error(request, 404, "Not found");
            case INVALID_REQUEST -> error(request, 400, "The request is not valid: " + credentials);
            case RATE_LIMITED -> error(request, 429, "Too many requests");
            case UNAVAILABLE -> error(request, 503, "Service unavailable");
            case UNKNOWN -> error(request, 409, "Conflict");
            case MALFORMED_ANSWER -> FakeAnswer.text(200, "<html>Welcome to the hotel's network</html>");
            case READ_ONLY, UNKNOWN_THING, REFUSED_THING ->
                throw new IllegalArgumentException("There is no answer for " + kind);
        };
    }

    @Override
    protected FakeAnswer quoting(FakeAnswer refusal, String words) {
        boolean isOfJira = refusal.body().contains("\"errorMessages\"");
        return FakeAnswers.quoting(isOfJira ? refusal : super.quoting(refusal, words), words);
    }

    @Override
    protected FakeAnswer withOtherFields(FakeAnswer answer) {
        return FakeAnswers.withOtherFields(answer);
    }

    /** The operations and Jira report errors in different shapes. */
    private static FakeAnswer error(FakeRequest request, int status, String message) {
        return request.path().startsWith("/ex/jira/")
                ? FakeAnswer.json(status, Map.of("errorMessages", List.of(message), "errors", Map.of()))
                : error(status, message);
    }

    private static FakeAnswer error(int status, String message) {
        return FakeAnswer.json(status, Map.of("message", message));
    }

    // State

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

    /** Gives an account another e-mail address. The old one is free. */
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

    /** Makes a second account that shows the same e-mail address. */
    public synchronized void introduceAnother(String email) {
        account(email, true, "atlassian");
    }

    /** Makes an account that is not active any more. */
    public synchronized void introduceInactive(String email) {
        inactive.add(id(email));
    }

    /** Sends at most so many accounts in a page. */
    public synchronized void limitPagesOfAccounts(int accounts) {
        accountsOfAPage = accounts;
    }

    /** Sends the first page of every list again and again. */
    public synchronized void ignoreOffsets() {
        ignoresOffsets = true;
    }

    /** Answers a write without the participants. */
    public synchronized void hideResults(boolean applies) {
        showsResults = false;
        appliesWrites = applies;
    }

    /** Answers writes with the page of a gateway, whether or not they reach the service. */
    public synchronized void answerWritesAsGateway(int status, boolean applies) {
        statusOfWrites = status;
        appliesWrites = applies;
    }

    /** Answers requests for accounts with an empty page that is not the last one. */
    public synchronized void breakOffAccounts() {
        breaksOff = true;
    }

    /** Answers requests for accounts with one account, and does not say whether more follow. */
    public synchronized void hideTheEndOfAccounts() {
        hidesTheEnd = true;
    }

    /** Answers a write with the rotation as it was, and changes nothing. */
    public synchronized void ignoreWrites() {
        appliesWrites = false;
    }

    /** Refuses lists with this status. */
    public synchronized void refuseListsWith(int status) {
        statusOfRefusals = status;
    }

    /** Shows the user names of participants, as Opsgenie does. */
    public synchronized void showUsernames() {
        showsUsernames = true;
    }

    /** Replaces the schedule by another one with the same name, whose rotation holds an empty slot. */
    public synchronized void replaceSchedule(String id) {
        duty = new Duty(id, SCHEDULE, EMPTY_SLOT.type(), null);
    }

    /** Makes accounts that take turns in the first rotation. */
    public synchronized void join(Collection<String> people) {
        people.forEach(email -> duty.join(new Standing("user", id(email))));
    }

    /**
     * Makes accounts without an e-mail address, teams, escalations and participants of a future type that take turns in
     * the first rotation.
     */
    public synchronized void joinNameless(int count) {
        for (int i = 0; i < count; i++) {
            int number = duty.first().order().size();
            String type = List.of("user", "team", "pool", "escalation").get(i % 4);
            duty.join(new Standing(
                    type,
                    type.equals("user")
                            ? account("hidden" + number + "@example.com", false, "atlassian")
                            : type + "-" + number));
        }
    }

    /** Adds a rotation of people. */
    public synchronized void addRotation(String name, Collection<String> people) {
        duty.rotation(
                name,
                people.stream().map(email -> new Standing("user", id(email))).toList());
    }

    /** Sets the order of duty of the first rotation; see {@link #order()}. */
    public synchronized void order(String... order) {
        duty.first()
                .order(Stream.of(order)
                        .map(each -> each.equals(EMPTY_SLOT.type())
                                ? EMPTY_SLOT
                                : each.contains(":") ? Standing.of(each) : new Standing("user", id(each)))
                        .toList());
    }

    /** The account id that belongs to an e-mail address. */
    public synchronized String idOf(String email) {
        return id(email);
    }

    /** The order of duty of the first rotation: e-mail addresses, {@code team:ID}, {@code noone}. */
    public synchronized List<String> order() {
        return duty.first().order().stream()
                .map(each -> switch (each.type()) {
                    case "user" -> accounts.get(each.id()).email();
                    case "noone" -> "noone";
                    default -> each.type() + ":" + each.id();
                })
                .toList();
    }

    /** The ids of the participants of the first rotation. */
    public synchronized List<String> idsInOrder() {
        return duty.first().order().stream().map(Standing::id).toList();
    }

    /** The ids of the participants of a rotation. */
    public synchronized List<String> idsInOrderOf(String name) {
        return duty.rotations().stream()
                .filter(turns -> turns.name().equals(name))
                .flatMap(turns -> turns.order().stream())
                .map(Standing::id)
                .toList();
    }

    /** Begins a shift. */
    public synchronized void onDuty(Instant from, Collection<String> people) {
        duty.onDuty(from, people.stream().map(this::id).toList());
    }

    /** Puts more people on call who do not show an e-mail address. */
    public synchronized void hiddenOnDuty(int count) {
        for (int i = 0; i < count; i++) {
            duty.alsoOnDuty(List.of(account("hidden" + accounts.size() + "@example.com", false, "atlassian")));
        }
    }

    /** Puts more people on call. */
    public synchronized void alsoOnDuty(Collection<String> people) {
        duty.alsoOnDuty(people.stream().map(this::id).toList());
    }

    /** Sets the time for requests without a time. */
    public synchronized void now(Instant time) {
        now = time;
    }

    /** The people who are on call now and show an e-mail address. */
    public synchronized List<String> onDuty() {
        return shownOf(duty.onDuty(now).stream());
    }

    /** How many people are on call now and show no e-mail address. */
    public synchronized int hiddenOnDuty() {
        return duty.onDuty(now).size() - onDuty().size();
    }

    /** The people in the first rotation who show an e-mail address, in the order of duty. */
    public synchronized List<String> members() {
        return shownOf(duty.first().order().stream().filter(this::isMember).map(Standing::id));
    }

    /** What a change of other people must leave as it is: an account as it is, and the rest of the rotation. */
    public synchronized String fingerprint(String member) {
        return accounts.get(id(member)) + " " + duty.first().withoutPeople(this::isMember);
    }

    private boolean isMember(Standing standing) {
        return standing.type().equals("user") && accounts.get(standing.id()).shown();
    }

    /** How many other participants the first rotation has, empty slots aside. */
    public synchronized int nameless() {
        return (int) duty.first().order().stream()
                .filter(each -> !each.isEmpty() && !isMember(each))
                .count();
    }

    private List<String> shownOf(Stream<String> accountIds) {
        return accountIds
                .map(accounts::get)
                .filter(Account::shown)
                .map(Account::email)
                .toList();
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
