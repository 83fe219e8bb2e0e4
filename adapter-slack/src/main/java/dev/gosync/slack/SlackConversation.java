package dev.gosync.slack;

import com.slack.api.methods.response.conversations.ConversationsInviteResponse;
import com.slack.api.methods.response.conversations.ConversationsKickResponse;
import com.slack.api.model.Conversation;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A channel, public or private. Threads may share it. */
final class SlackConversation implements Adapter {
    /** The largest number of people in one invitation. */
    private static final int INVITATIONS = 100;

    /** The person is a member already. That includes the inviting user, because only members may invite. */
    private static final Set<String> IN_ALREADY = Set.of("already_in_channel", "cant_invite_self");

    /** Slack says these of an invited person, sometimes as the error of the whole request. */
    private static final Set<String> ABOUT_INVITED_PERSON = Set.of(
            "already_in_channel",
            "app_cannot_join_channel",
            "cant_invite",
            "cant_invite_self",
            "failed_for_some_users",
            "invitee_cant_see_channel",
            "no_external_invite_permission",
            "org_user_not_in_team",
            "ura_max_channels",
            "user_is_bot",
            "user_is_restricted",
            "user_is_ultra_restricted",
            "user_not_found",
            "user_not_visible",
            "user_team_not_in_channel");

    /** The person is not a member, or the app is not: Slack says the same of both. */
    private static final String NOT_IN_CHANNEL = "not_in_channel";

    /** Slack says these of a person who is to be removed, because of a policy or because of who it is. */
    private static final Set<String> ABOUT_KICKED_PERSON = Set.of(
            "restricted_action",
            "cant_kick_from_general",
            "cant_kick_from_last_channel",
            "cant_kick_self",
            "cant_kick_from_shared_channel",
            "not_supported",
            "user_not_found",
            "user_not_visible");

    /**
     * What one change has to know.
     *
     * @param conversation its id
     * @param ids the ids of people, by thing
     * @param sent the ids in earlier invitations of this change, and in attempts whose answer was lost; they may be members
     */
    private record Ready(String conversation, Map<String, String> ids, Set<String> sent) {}

    private final SlackApi api;
    private final ConversationNames names;
    private final String key;
    private final String name;
    private final People people;

    /** The id of what was read last, so that the conversation of a plan is changed even if the name has moved since. */
    private volatile @Nullable String read;

    /** The key is an id, or a name with its sign. */
    SlackConversation(SlackApi api, SlackDirectory directory, ConversationNames names, String key) {
        this.api = api;
        this.names = names;
        this.key = key;
        this.name = SlackWorkspace.nameOf("Slack conversation " + key, api.team());
        this.people = new People(api, directory, name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Listing get() throws InterruptedException {
        String conversation = id();
        Listing listing = people.listing(api.members(name, conversation));
        read = conversation;
        return listing;
    }

    /** Slack ignores case in an e-mail address. */
    @Override
    public Matching matching() {
        return Matching.ignoringCase();
    }

    @Override
    public Preview preview(List<String> additions) throws InterruptedException {
        return people.preview(additions, (thing, account) -> Optional.empty());
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(things, List.of(), Mode.ADD_ONLY), outcomes);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
        change(new Change(List.of(), things, Mode.REMOVE_ONLY), outcomes);
    }

    @Override
    public void change(Change asked, Outcomes outcomes) throws IOException, InterruptedException {
        if (asked.isEmpty()) {
            return;
        }
        Ready ready = outcomes.prepare(() -> ready(asked));
        Change change = new Change(
                people.additions(asked, ready.ids, outcomes),
                people.removals(asked, ready.ids, outcomes),
                asked.mode());
        outcomes.halves(
                change,
                additions -> outcomes.batches(additions, INVITATIONS, batch -> invite(batch, ready, outcomes)),
                removals -> outcomes.each(removals, thing -> kick(thing, ready)));
    }

    private String id() throws InterruptedException {
        return key.startsWith("#") ? names.id(name, key.substring(1)) : key;
    }

    private Ready ready(Change change) throws InterruptedException {
        String known = read;
        String conversation = known == null ? id() : known;
        mustBeWritable(api.conversation(name, conversation));
        return new Ready(conversation, people.ids(change), new HashSet<>());
    }

    /** Checks before the first invitation or removal that the conversation can be written. */
    private void mustBeWritable(Conversation conversation) {
        if (conversation.isArchived()) {
            throw refused(
                    FailureKind.READ_ONLY, "it is archived", "Unarchive it, or take it out of the configuration.");
        }
        if (conversation.isIm() || conversation.isMpim()) {
            throw refused(FailureKind.READ_ONLY, "it is a direct message", "Use a channel.");
        }
        if (!conversation.isMember()) {
            throw refused(
                    FailureKind.PERMISSION,
                    "the app is not a member",
                    "Invite the app to the conversation (write /invite and the app's name there), then run again.");
        }
    }

    private AdapterException refused(FailureKind kind, String problem, String remedy) {
        return AdapterException.of(kind, name, Method.CONVERSATIONS_INFO.text(), problem)
                .remedy(remedy)
                .build();
    }

    /**
     * Invites people, and reports each. Slack invites those it can and lists the others with a code. Its documentation
     * does not say whether such an answer is ok, so both are read in the same way. If an error names nobody, {@link
     * Outcomes#batches} finds the person by halves.
     */
    private void invite(List<String> batch, Ready ready, Outcomes outcomes) throws InterruptedException {
        List<String> rest = batch;
        while (!rest.isEmpty()) {
            ConversationsInviteResponse answer = api.invite(
                    name,
                    ready.conversation,
                    rest.stream()
                            .map(thing -> People.id(thing, ready.ids))
                            .distinct()
                            .toList(),
                    ready.sent,
                    SlackConversation::isAboutInvitedPeople);
            Map<String, String> codes = codes(answer);
            List<String> unnamed = new ArrayList<>();
            Set<String> named = new HashSet<>();
            for (String thing : rest) {
                String id = People.id(thing, ready.ids);
                String code = codes.get(id);
                if (code == null) {
                    unnamed.add(thing);
                } else {
                    named.add(id);
                    settle(thing, code, ready, outcomes);
                }
            }
            codes.keySet().removeAll(named);
            boolean namesNobody = unnamed.size() == rest.size();
            if (answer.isOk() && codes.isEmpty()) {
                invited(unnamed, answer, ready, outcomes);
                return;
            }
            String unclear = codes.values().stream().findFirst().orElseGet(() -> String.valueOf(answer.getError()));
            if (namesNobody && rest.size() == 1) {
                settle(rest.get(0), unclear, ready, outcomes);
                return;
            }
            unnamed.forEach(thing -> ready.sent.add(People.id(thing, ready.ids)));
            if (namesNobody) {
                throw api.failures().ofPerson(name, Method.CONVERSATIONS_INVITE, unclear);
            }
            rest = unnamed;
        }
    }

    private AdapterException notShown(String problem) {
        return api.failures().notShown(name, Method.CONVERSATIONS_INVITE, problem);
    }

    /** Reports people as invited if the answer shows the conversation, as it normally does, or if they are members now. */
    private void invited(List<String> things, ConversationsInviteResponse answer, Ready ready, Outcomes outcomes)
            throws InterruptedException {
        Conversation shown = answer.getChannel();
        if (things.isEmpty() || (shown != null && ready.conversation.equals(shown.getId()))) {
            things.forEach(outcomes::succeeded);
            return;
        }
        Set<String> members;
        try {
            members = api.members(name, ready.conversation);
        } catch (AdapterException e) {
            AdapterException notShown = notShown("Slack said ok, and reading the members to check it failed");
            notShown.addSuppressed(e);
            throw notShown;
        }
        for (String thing : things) {
            if (members.contains(People.id(thing, ready.ids))) {
                outcomes.succeeded(thing);
            } else {
                outcomes.failed(thing, notShown("Slack said ok, but the person is not a member"));
            }
        }
    }

    private void settle(String thing, String code, Ready ready, Outcomes outcomes) {
        if (IN_ALREADY.contains(code)) {
            if (ready.sent.contains(People.id(thing, ready.ids))) {
                outcomes.succeeded(thing);
            } else {
                outcomes.alreadyThere(thing);
            }
        } else {
            outcomes.failed(thing, api.failures().ofPerson(name, Method.CONVERSATIONS_INVITE, code));
        }
    }

    /** Whether an error concerns some of the invited people. What Slack says of the place never does. */
    private static boolean isAboutInvitedPeople(ConversationsInviteResponse error) {
        String code = String.valueOf(error.getError());
        boolean mayBe = code.equals("no_permission") || SlackFailures.kind(code) == FailureKind.UNKNOWN;
        return error.getError() != null
                && (ABOUT_INVITED_PERSON.contains(code)
                        || (mayBe
                                && error.getErrors() != null
                                && error.getErrors().stream()
                                        .anyMatch(each -> each != null && each.getUser() != null)));
    }

    /** The code of each person who was not invited, by id. An error without an id gets a key that is nobody's. */
    private static Map<String, String> codes(ConversationsInviteResponse answer) {
        Map<String, String> codes = new HashMap<>();
        for (ConversationsInviteResponse.Error error :
                Objects.requireNonNullElse(answer.getErrors(), List.<ConversationsInviteResponse.Error>of())) {
            if (error != null && !error.isOk()) {
                codes.put(
                        Objects.requireNonNullElse(error.getUser(), ""),
                        Objects.requireNonNullElse(error.getError(), "an error without a name"));
            }
        }
        return codes;
    }

    private void kick(String thing, Ready ready) throws InterruptedException {
        ConversationsKickResponse answer = api.kick(
                name,
                ready.conversation,
                People.id(thing, ready.ids),
                error -> NOT_IN_CHANNEL.equals(error.getError())
                        || ABOUT_KICKED_PERSON.contains(String.valueOf(error.getError())));
        if (answer.isOk()) {
            return;
        }
        if (!NOT_IN_CHANNEL.equals(answer.getError())) {
            throw api.failures().ofPerson(name, Method.CONVERSATIONS_KICK, answer.getError());
        }
        Conversation now;
        try {
            now = api.conversation(name, ready.conversation);
        } catch (AdapterException e) {
            throw e.toBuilder().answerLost().build();
        }
        mustBeWritable(now);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
