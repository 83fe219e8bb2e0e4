package dev.gosync.slack;

import static java.util.Objects.requireNonNull;

import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Json;
import dev.gosync.testkit.Request.Access;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Slack workspace with one channel and one user group, more on demand. As Slack does, it answers a refusal with HTTP 200
 * and {@code "ok": false}.
 */
public final class SlackFake extends FakeServer {
    /** The workspace. */
    public static final String TEAM = "T0TEAM";

    /** The channel, which the app is in. */
    public static final String CHANNEL = "C0PLATFORM";

    /** Its name. */
    public static final String CHANNEL_NAME = "platform";

    /** The user group. */
    public static final String GROUP = "S0ONCALL";

    /** Its handle. */
    public static final String HANDLE = "platform-oncall";

    /** The app's own account. */
    static final String SELF = "U0SELF";

    private static final int FEWER_THAN = 1000;
    private static final int INVITATIONS = 100;

    /** A code that Slack does not document. */
    private static final String NEW_CODE = "something_new";

    /** An account. */
    static final class Account {
        final String id;

        @Nullable String email;

        String team = TEAM;
        boolean bot;
        boolean deleted;
        boolean guest;
        boolean singleChannelGuest;
        boolean stranger;
        List<String> organizationTeams = List.of();

        Account(String id, @Nullable String email) {
            this.id = id;
            this.email = email;
        }
    }

    /** A conversation. */
    static final class Channel {
        final String id;
        final String name;
        boolean isPrivate;
        boolean archived;
        boolean general;
        boolean direct;
        final Set<String> members = new LinkedHashSet<>();

        /** How many times each account was invited and removed. */
        final Map<String, Integer> moves = new HashMap<>();

        Channel(String id, String name) {
            this.id = id;
            this.name = name;
        }

        Channel renamed(String other) {
            Channel channel = new Channel(id, other);
            channel.members.addAll(members);
            return channel;
        }
    }

    /** A user group. */
    static final class Group {
        final String id;
        final String handle;
        boolean disabled;
        final Set<String> users = new LinkedHashSet<>();

        Group(String id, String handle) {
            this.id = id;
            this.handle = handle;
        }
    }

    /** What Slack does with an empty list. Workspaces differ. */
    enum Emptying {
        TAKEN,
        REFUSED_AND_DONE,
        REFUSED,
        TAKEN_AND_NOT_DONE
    }

    final Map<String, Account> accounts = new LinkedHashMap<>();
    final Map<String, Channel> channels = new LinkedHashMap<>();
    final Map<String, Group> groups = new LinkedHashMap<>();
    final Map<String, String> uninvitable = new HashMap<>();
    final Map<String, String> unkickable = new HashMap<>();
    final Set<String> unlistable = new HashSet<>();
    final Map<String, String> missingScopes = new HashMap<>();
    private final Map<String, String> idsByEmail = new HashMap<>();
    Emptying emptying = Emptying.TAKEN;
    String codeForEmptying = "invalid_users";
    boolean invitesSayNo;
    boolean invitesNameNobody;
    boolean takesNoListWhileDisabled;

    /** Slack's documentation shows both kinds of answers to usergroups.enable and usergroups.disable. */
    boolean showsEnabledGroups = true;

    /** Replaces the answers of methods, after they were carried out. */
    final Map<String, UnaryOperator<FakeAnswer>> altered = new HashMap<>();

    /** The answers of methods that are not carried out. */
    final Map<String, FakeAnswer> instead = new HashMap<>();

    boolean hidesEmails;
    boolean organizationToken;
    boolean withoutSlackbot;
    String teamOfTheToken = TEAM;
    boolean listsItself = true;
    boolean neverReadOnly;
    int accountsMade;

    /** The largest number of members of a user group. */
    int room = Integer.MAX_VALUE;

    public SlackFake() {
        method("auth.test", Access.READ, this::authTest);
        method("conversations.info", Access.READ, this::info, "channel", "include_locale", "include_num_members");
        method(
                "conversations.list",
                Access.READ,
                this::channels,
                "cursor",
                "exclude_archived",
                "limit",
                "types",
                "team_id");
        method("conversations.members", Access.READ, this::members, "channel", "cursor", "limit");
        method("conversations.invite", Access.WRITE, this::invite, "channel", "users", "force");
        method("conversations.kick", Access.WRITE, this::kick, "channel", "user");
        method("users.list", Access.READ, this::users, "cursor", "limit", "include_locale", "presence", "team_id");
        method("users.info", Access.READ, this::user, "user", "include_locale");
        method("users.lookupByEmail", Access.READ, this::lookup, "email");
        method(
                "usergroups.list",
                Access.READ,
                this::groups,
                "include_disabled",
                "include_count",
                "include_users",
                "team_id");
        method("usergroups.users.list", Access.READ, this::list, "usergroup", "include_disabled", "team_id");
        method("usergroups.users.update", Access.WRITE, this::update, "usergroup", "users", "include_count", "team_id");
        method(
                "usergroups.enable",
                Access.WRITE,
                request -> able(request, true),
                "usergroup",
                "include_count",
                "team_id");
        method(
                "usergroups.disable",
                Access.WRITE,
                request -> able(request, false),
                "usergroup",
                "include_count",
                "team_id");
        // Slack's tiers: 4, 3 and 2.
        usualLimit("conversations.members", 100);
        usualLimit("users.info", 100);
        List.of("conversations.info", "conversations.invite", "conversations.kick", "users.lookupByEmail")
                .forEach(operation -> usualLimit(operation, 50));
        List.of(
                        "conversations.list",
                        "users.list",
                        "usergroups.list",
                        "usergroups.users.list",
                        "usergroups.users.update",
                        "usergroups.enable",
                        "usergroups.disable")
                .forEach(operation -> usualLimit(operation, 20));

        Account slackbot = new Account("USLACKBOT", null);
        accounts.put(slackbot.id, slackbot);
        Account self = new Account(SELF, null);
        self.bot = true;
        accounts.put(self.id, self);
        channel(CHANNEL, CHANNEL_NAME);
        group(GROUP, HANDLE);
    }

    public static void main(String[] args) {
        serve(new SlackFake(), args);
    }

    /** The beginning of every method's address. */
    public String baseUrl() {
        return address() + "/api/";
    }

    // Every method

    private void method(String name, Access access, Function<FakeRequest, FakeAnswer> handler, String... fields) {
        Function<FakeRequest, FakeAnswer> checked = request -> {
            checkFields(request, List.of(fields));
            String scope = missingScopes.get(name);
            if (scope != null) {
                return no("missing_scope", Map.of("needed", scope, "provided", "chat:write"));
            }
            if (organizationToken
                    && Arrays.asList(fields).contains("team_id")
                    && !request.form("team_id").equals(Optional.of(TEAM))) {
                return no("missing_argument");
            }
            FakeAnswer answer = instead.containsKey(name) ? requireNonNull(instead.get(name)) : handler.apply(request);
            return altered.getOrDefault(name, UnaryOperator.identity()).apply(answer);
        };
        if (access == Access.READ) {
            reads(name, "POST /api/" + name, checked);
        } else {
            writes(name, "POST /api/" + name, checked);
        }
    }

    /** Slack only warns about an unknown argument, but no client should send one. */
    private static void checkFields(FakeRequest request, List<String> known) {
        request.form("");
        for (String pair : request.body().split("&", 0)) {
            String field = URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8);
            if (!field.isEmpty() && !known.contains(field)) {
                throw request.bad("there is no argument " + field);
            }
        }
    }

    private static FakeAnswer yes(Map<String, ?> content) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("ok", true);
        answer.putAll(content);
        return FakeAnswer.json(200, answer);
    }

    private static FakeAnswer no(String code) {
        return no(code, Map.of());
    }

    private static FakeAnswer no(String code, Map<String, ?> more) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("ok", false);
        answer.put("error", code);
        answer.putAll(more);
        return FakeAnswer.json(200, answer);
    }

    @Override
    protected FakeAnswer refusal(FailureKind kind, FakeRequest request) {
        return switch (kind) {
            case AUTHENTICATION -> no("invalid_auth");
            case PERMISSION -> no("missing_scope", Map.of("needed", "channels:manage", "provided", "users:read"));
            case READ_ONLY -> no("is_archived");
            case REFUSED_THING -> no("user_is_restricted");
            case NOT_FOUND ->
                no(request.operation().startsWith("usergroups.") ? "no_such_subteam" : "channel_not_found");
            case UNKNOWN_THING -> no("user_not_found");
            case INVALID_REQUEST -> no("invalid_arguments");
            case RATE_LIMITED -> FakeAnswer.json(429, Map.of("ok", false, "error", "ratelimited"));
            case UNAVAILABLE -> FakeAnswer.text(503, "<html>Slack is having trouble</html>");
            case UNKNOWN -> no(NEW_CODE);
            case MALFORMED_ANSWER -> FakeAnswer.json(200, Map.of("ok", false));
        };
    }

    /** Slack refuses with HTTP 200. */
    @Override
    protected boolean isRefusal(FakeAnswer answer) {
        return super.isRefusal(answer) || answer.body().startsWith("{\"ok\":false");
    }

    /** Repeats the words wherever a refusal of Slack has words. The codes that Slack documents stay as they are. */
    @Override
    protected FakeAnswer quoting(FakeAnswer refusal, String words) {
        if (!refusal.body().startsWith("{")) {
            return super.quoting(refusal, words);
        }
        Map<String, @Nullable Object> quoted = new LinkedHashMap<>(Json.readObject(refusal.body()));
        quoted.replaceAll((field, value) -> switch (field) {
            case "needed", "provided" -> value + " " + words;
            case "error" -> NEW_CODE.equals(value) ? value + " " + words : value;
            case "errors" ->
                ((List<?>) requireNonNull(value))
                        .stream()
                                .map(each -> {
                                    Map<Object, Object> error = new LinkedHashMap<>((Map<?, ?>) each);
                                    error.computeIfPresent("error", (name, code) -> code + " " + words);
                                    return error;
                                })
                                .toList();
            default -> value;
        });
        quoted.put("warning", words);
        quoted.put("response_metadata", Map.of("messages", List.of("[ERROR] " + words), "warnings", List.of(words)));
        return refusal.body(Json.write(quoted));
    }

    @Override
    protected boolean refuses(FailureKind kind) {
        return !(neverReadOnly && kind == FailureKind.READ_ONLY);
    }

    private static boolean flag(FakeRequest request, String field) {
        return switch (request.form(field).orElse("0")) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw request.bad(field + " is no boolean");
        };
    }

    private static String required(FakeRequest request, String field) {
        return request.form(field).orElseThrow(() -> request.bad("there is no " + field));
    }

    /** One page of a list, in the shape that all of Slack's lists have. */
    private static <T> FakeAnswer page(
            FakeRequest request, String name, Stream<T> all, Function<T, ?> shown, int usualLimit) {
        int limit = request.form("limit", usualLimit);
        if (limit < 1 || limit >= FEWER_THAN) {
            return no("invalid_limit");
        }
        int from;
        try {
            from = request.form("cursor").map(SlackFake::beginning).orElse(0);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return no("invalid_cursor");
        }
        if (from < 0) {
            return no("invalid_cursor");
        }
        List<T> rest = all.skip(from).limit(limit + 1).toList();
        if (from > 0 && rest.isEmpty()) {
            return no("invalid_cursor");
        }
        return yes(Map.of(
                name,
                rest.stream().limit(limit).map(shown).toList(),
                "response_metadata",
                Map.of("next_cursor", rest.size() > limit ? cursor(from + limit) : "")));
    }

    /** A cursor like those of Slack: the base64 of a text. This one has no padding that a request would have to encode. */
    static String cursor(int from) {
        return Base64.getEncoder().encodeToString("next:%07d".formatted(from).getBytes(StandardCharsets.US_ASCII));
    }

    private static int beginning(String cursor) {
        String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.US_ASCII);
        return Integer.parseInt(text.substring("next:".length()));
    }

    // People

    private FakeAnswer authTest(FakeRequest request) {
        return yes(Map.of("url", "https://example.slack.com/", "team_id", teamOfTheToken, "user_id", SELF));
    }

    private FakeAnswer users(FakeRequest request) {
        if (request.form("limit").isEmpty()) {
            return no("limit_required");
        }
        Stream<Account> all = accounts.values().stream()
                .filter(account -> !account.stranger)
                .filter(account -> !(withoutSlackbot && account.id.equals("USLACKBOT")));
        return page(request, "members", all, this::json, 0);
    }

    private FakeAnswer user(FakeRequest request) {
        Account account = accounts.get(required(request, "user"));
        return account == null ? no("user_not_found") : yes(Map.of("user", json(account)));
    }

    private FakeAnswer lookup(FakeRequest request) {
        String id = idsByEmail.get(folded(required(request, "email")));
        return id == null || hidesEmails || requireNonNull(accounts.get(id)).deleted
                ? no("users_not_found")
                : yes(Map.of("user", json(requireNonNull(accounts.get(id)))));
    }

    private Map<String, Object> json(Account account) {
        String name = account.id.toLowerCase(Locale.ROOT);
        Map<String, @Nullable Object> profile = new LinkedHashMap<>();
        profile.put("title", "");
        profile.put("phone", "");
        profile.put("real_name", "A Person");
        profile.put("real_name_normalized", "A Person");
        profile.put("display_name", name);
        profile.put("display_name_normalized", name);
        profile.put("fields", null);
        profile.put("status_text", "");
        profile.put("status_emoji", "");
        profile.put("status_expiration", 0);
        profile.put("avatar_hash", "8fbdd10b41c6");
        profile.put("image_512", "https://a.example.com/512.png");
        profile.put("team", account.team);
        if (account.bot) {
            profile.put("api_app_id", "A0APP");
            profile.put("always_active", true);
        }
        if (account.email != null && !hidesEmails) {
            profile.put("email", account.email);
        }
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("id", account.id);
        user.put("team_id", account.team);
        user.put("name", name);
        user.put("deleted", account.deleted);
        user.put("profile", profile);
        user.put("is_bot", account.bot);
        user.put("is_app_user", false);
        user.put("updated", 1502138686);
        user.put("who_can_share_contact_card", "EVERYONE");
        user.put("added_by_slack_later", LATER);
        if (!account.deleted) { // Slack leaves these out for deactivated people
            user.put("color", "9f69e7");
            user.put("real_name", "A Person");
            user.put("tz", "America/Los_Angeles");
            user.put("tz_label", "Pacific Daylight Time");
            user.put("tz_offset", -25200);
            user.put("is_admin", false);
            user.put("is_owner", false);
            user.put("is_primary_owner", false);
            user.put("is_restricted", account.guest || account.singleChannelGuest);
            user.put("is_ultra_restricted", account.singleChannelGuest);
            user.put("is_email_confirmed", account.email != null);
            user.put("has_2fa", false);
        }
        if (account.stranger) {
            user.put("is_stranger", true);
        }
        if (!account.organizationTeams.isEmpty()) {
            user.put("enterprise_user", Map.of("id", account.id, "teams", account.organizationTeams));
        }
        return user;
    }

    // Conversations

    private FakeAnswer channels(FakeRequest request) {
        Set<String> types =
                Set.of(request.form("types").orElse("public_channel").split(",", -1));
        boolean withArchived = !flag(request, "exclude_archived");
        Stream<Channel> shown = channels.values().stream()
                .filter(channel -> types.contains(channel.isPrivate ? "private_channel" : "public_channel"))
                .filter(channel -> !channel.isPrivate || channel.members.contains(SELF))
                .filter(channel -> withArchived || !channel.archived);
        return page(request, "channels", shown, SlackFake::json, 100);
    }

    private static Map<String, @Nullable Object> json(Channel channel) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", channel.id);
        json.put("name", channel.name);
        json.put("is_channel", !channel.direct);
        json.put("is_group", false);
        json.put("is_im", false);
        json.put("is_mpim", channel.direct);
        json.put("is_private", channel.isPrivate);
        json.put("created", 1449252889);
        json.put("is_archived", channel.archived);
        json.put("is_general", channel.general);
        json.put("unlinked", 0);
        json.put("name_normalized", channel.name);
        json.put("is_shared", false);
        json.put("is_org_shared", false);
        json.put("is_pending_ext_shared", false);
        json.put("pending_shared", List.of());
        json.put("context_team_id", TEAM);
        json.put("updated", 1678229664302L);
        json.put("parent_conversation", null);
        json.put("creator", SELF);
        json.put("is_ext_shared", false);
        json.put("shared_team_ids", List.of(TEAM));
        json.put("pending_connected_team_ids", List.of());
        json.put("is_member", channel.members.contains(SELF));
        json.put("topic", Map.of("value", "", "creator", "", "last_set", 0));
        json.put("purpose", Map.of("value", "", "creator", "", "last_set", 0));
        json.put("properties", Map.of("tabs", List.of()));
        json.put("previous_names", List.of());
        return json;
    }

    /** The channel, if the app may see it. */
    private Optional<Channel> seen(FakeRequest request) {
        return Optional.ofNullable(channels.get(required(request, "channel")))
                .filter(channel -> !channel.isPrivate || channel.members.contains(SELF));
    }

    private FakeAnswer info(FakeRequest request) {
        return seen(request)
                .map(channel -> yes(Map.of("channel", json(channel))))
                .orElseGet(() -> no("channel_not_found"));
    }

    private FakeAnswer members(FakeRequest request) {
        return seen(request)
                .map(channel -> page(
                        request,
                        "members",
                        channel.members.stream().filter(id -> listsItself || !id.equals(SELF)),
                        id -> id,
                        100))
                .orElseGet(() -> no("channel_not_found"));
    }

    /** The ids in a field. Slack does not say what it does if one is there twice, so no client should send that. */
    private static List<String> ids(FakeRequest request, String field) {
        List<String> ids = List.of(required(request, field).split(",", -1));
        if (new HashSet<>(ids).size() < ids.size()) {
            throw request.bad("an id is there twice in " + field);
        }
        return ids;
    }

    private FakeAnswer invite(FakeRequest request) {
        Optional<Channel> found = seen(request);
        if (found.isEmpty()) {
            return no("channel_not_found");
        }
        Channel channel = found.get();
        if (channel.archived) {
            return no("is_archived");
        }
        if (!channel.members.contains(SELF)) {
            return no("not_in_channel");
        }
        List<String> ids = ids(request, "users");
        if (ids.size() > INVITATIONS) {
            return no("too_many_users");
        }
        List<Object> errors = new ArrayList<>();
        List<String> fine = new ArrayList<>();
        for (String id : ids) {
            String code = codeForInviting(channel, id);
            if (code == null) {
                fine.add(id);
            } else {
                errors.add(Map.of("user", id, "ok", false, "error", code));
            }
        }
        if (errors.isEmpty() || flag(request, "force")) {
            channel.members.addAll(fine);
            fine.forEach(id -> channel.moves.merge(id, 1, Integer::sum));
        }
        if (errors.isEmpty()) {
            return yes(Map.of("channel", json(channel)));
        }
        String first = String.valueOf(((Map<?, ?>) errors.get(0)).get("error"));
        if (invitesNameNobody) {
            return no(first);
        }
        return fine.isEmpty() || invitesSayNo || !flag(request, "force")
                ? no(first, Map.of("errors", errors))
                : yes(Map.of("channel", json(channel), "errors", errors));
    }

    private @Nullable String codeForInviting(Channel channel, String id) {
        if (id.equals(SELF)) {
            return "cant_invite_self";
        }
        Account account = accounts.get(id);
        if (account == null || account.deleted) {
            return "user_not_found";
        }
        return channel.members.contains(id) ? "already_in_channel" : uninvitable.get(id);
    }

    private FakeAnswer kick(FakeRequest request) {
        String id = required(request, "user");
        Optional<Channel> found = seen(request);
        if (found.isEmpty()) {
            return no("channel_not_found");
        }
        Channel channel = found.get();
        if (channel.archived) {
            return no("is_archived");
        }
        if (id.equals(SELF)) {
            return no("cant_kick_self");
        }
        if (!accounts.containsKey(id)) {
            return no("user_not_found");
        }
        if (!channel.members.contains(id) || !channel.members.contains(SELF)) {
            return no("not_in_channel");
        }
        if (channel.general) {
            return no("cant_kick_from_general");
        }
        if (unkickable.containsKey(id)) {
            return no(unkickable.get(id));
        }
        channel.members.remove(id);
        channel.moves.merge(id, 1, Integer::sum);
        return yes(Map.of("errors", Map.of()));
    }

    // User groups

    private FakeAnswer groups(FakeRequest request) {
        List<Object> shown = new ArrayList<>();
        for (Group group : groups.values()) {
            if (!group.disabled || flag(request, "include_disabled")) {
                shown.add(json(group, flag(request, "include_users")));
            }
        }
        return yes(Map.of("usergroups", shown));
    }

    /** A field that Slack's client does not know. */
    private static final Map<String, String> LATER = Map.of("email", "not@this.one");

    private static Map<String, @Nullable Object> json(Group group, boolean withUsers) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", group.id);
        json.put("team_id", TEAM);
        json.put("is_usergroup", true);
        json.put("is_subteam", true);
        json.put("name", "The group " + group.handle);
        json.put("description", "");
        json.put("handle", group.handle);
        json.put("is_external", false);
        json.put("date_create", 1446746793);
        json.put("date_update", 1446747568);
        json.put("date_delete", group.disabled ? 1446747767 : 0);
        json.put("auto_type", null);
        json.put("auto_provision", false);
        json.put("enterprise_subteam_id", "");
        json.put("created_by", SELF);
        json.put("updated_by", SELF);
        json.put("deleted_by", group.disabled ? SELF : null);
        json.put("prefs", Map.of("channels", List.of(), "groups", List.of()));
        json.put("user_count", withUsers ? group.users.size() : String.valueOf(group.users.size())); // both occur
        if (withUsers) {
            json.put("users", List.copyOf(group.users));
        }
        return json;
    }

    private FakeAnswer list(FakeRequest request) {
        Group group = groups.get(required(request, "usergroup"));
        return group == null || (group.disabled && !flag(request, "include_disabled"))
                ? no("no_such_subteam")
                : yes(Map.of("users", List.copyOf(group.users)));
    }

    private FakeAnswer update(FakeRequest request) {
        String sent = required(request, "users");
        Group group = groups.get(required(request, "usergroup"));
        if (group == null || (group.disabled && takesNoListWhileDisabled)) {
            return no("no_such_subteam");
        }
        if (sent.isEmpty() || sent.equals("[]")) {
            return emptied(group);
        }
        List<String> ids = ids(request, "users");
        for (String id : ids) {
            Account account = accounts.get(id);
            boolean isNew = !group.users.contains(id);
            if (account == null || (isNew && (account.bot || account.deleted))) {
                return no("invalid_users");
            }
            if (isNew && account.singleChannelGuest) {
                return no("single_channel_guests_cannot_be_added");
            }
            if (unlistable.contains(id)) {
                return no("failed_for_some_users");
            }
        }
        if (ids.size() > room) {
            return no("subteam_max_users_exceeded");
        }
        group.users.clear();
        group.users.addAll(ids);
        return yes(Map.of("usergroup", json(group, true)));
    }

    private FakeAnswer emptied(Group group) {
        if (emptying == Emptying.TAKEN || emptying == Emptying.REFUSED_AND_DONE) {
            group.users.clear();
        }
        return emptying == Emptying.TAKEN || emptying == Emptying.TAKEN_AND_NOT_DONE
                ? yes(Map.of("usergroup", json(group, true)))
                : no(codeForEmptying);
    }

    private FakeAnswer able(FakeRequest request, boolean enable) {
        Group group = groups.get(required(request, "usergroup"));
        if (group == null) {
            return no("no_such_subteam");
        }
        group.disabled = !enable;
        return showsEnabledGroups ? yes(Map.of("usergroup", json(group, false))) : yes(Map.of());
    }

    // State, as the service sees it

    /** Makes a channel that the app is in. */
    synchronized Channel channel(String id, String name) {
        Channel channel = new Channel(id, name);
        channel.members.add(SELF);
        channels.put(id, channel);
        return channel;
    }

    /** Makes a user group. */
    synchronized Group group(String id, String handle) {
        Group group = new Group(id, handle);
        groups.put(id, group);
        return group;
    }

    synchronized Channel channel() {
        return requireNonNull(channels.get(CHANNEL));
    }

    synchronized Group group() {
        return requireNonNull(groups.get(GROUP));
    }

    /** Opens an account with this address, or finds it. */
    synchronized Account account(String email) {
        String known = idsByEmail.get(folded(email));
        if (known != null) {
            return requireNonNull(accounts.get(known));
        }
        Account account = nobody();
        account.email = email;
        idsByEmail.put(folded(email), account.id);
        return account;
    }

    /** Changes the address of an account. */
    synchronized void readdress(String email, String other) {
        Account account = account(email);
        idsByEmail.remove(folded(email));
        account.email = other;
        idsByEmail.put(folded(other), account.id);
    }

    /** Lets Slack find an account under another address too, which it does not show. */
    synchronized void alias(String email, String other) {
        idsByEmail.put(folded(other), account(email).id);
    }

    /** Opens an account without an address. */
    synchronized Account nobody() {
        Account account = new Account("U%06X".formatted(++accountsMade), null);
        accounts.put(account.id, account);
        return account;
    }

    /** Opens accounts for people who are members of no place. */
    public synchronized void introduce(Collection<String> emails) {
        emails.forEach(this::account);
    }

    /** Adds people to the channel, with an account if they have none. */
    public synchronized void joinChannel(Collection<String> emails) {
        emails.forEach(email -> channel().members.add(account(email).id));
    }

    /** Adds people to the user group, with an account if they have none. */
    public synchronized void joinGroup(Collection<String> emails) {
        emails.forEach(email -> group().users.add(account(email).id));
    }

    /** Removes people from the user group, like an admin would. */
    public synchronized void leaveGroup(Collection<String> emails) {
        emails.forEach(email -> group().users.remove(account(email).id));
    }

    /** The people in the channel. */
    public synchronized Set<String> inChannel() {
        return new TreeSet<>(channelList());
    }

    /** The same, in which an address that is there twice shows twice. */
    synchronized List<String> channelList() {
        return people(channel().members);
    }

    /** The people in the user group; none if it is disabled. */
    public synchronized Set<String> inGroup() {
        return new TreeSet<>(groupList());
    }

    /** The same, in which an address that is there twice shows twice. */
    synchronized List<String> groupList() {
        return group().disabled ? List.of() : people(group().users);
    }

    private List<String> people(Collection<String> ids) {
        return ids.stream()
                .map(id -> requireNonNull(accounts.get(id)))
                .filter(isPerson())
                .map(account -> requireNonNull(account.email))
                .toList();
    }

    /** What Slack keeps about a member, and a change of others leaves as it is. */
    synchronized String kept(String email) {
        Account account = account(email);
        return account.email + " of " + account.id + (account.guest ? ", a guest" : "") + ", invited and removed "
                + channel().moves.getOrDefault(account.id, 0) + " times";
    }

    /** How many of these have no usable identifier, without the app itself. */
    synchronized int nameless(Collection<String> ids) {
        return (int) ids.stream()
                .filter(id -> !id.equals(SELF))
                .map(id -> requireNonNull(accounts.get(id)))
                .filter(isPerson().negate())
                .count();
    }

    private static Predicate<Account> isPerson() {
        return account -> account.email != null && !account.bot && !account.deleted && account.team.equals(TEAM);
    }

    /** The address of one of the people that {@link #populate} makes. */
    static String person(int number) {
        String digits = String.valueOf(number);
        return "person" + "0".repeat(Math.max(0, 6 - digits.length())) + digits + "@example.com";
    }

    @Override
    protected void populate(int members, int accounts) {
        List<String> people =
                IntStream.range(0, accounts).mapToObj(SlackFake::person).toList();
        introduce(people);
        List<String> inBoth = people.subList(0, Math.min(members, accounts));
        joinChannel(inBoth);
        joinGroup(inBoth);
    }

    private static String folded(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
