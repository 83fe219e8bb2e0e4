package dev.gosync.google;

import dev.gosync.adapter.Matching;

/**
 * Which spellings of an address are one mailbox for Google. For consumer mailboxes Google documents that dots before the
 * @ do not count, and that gmail.com and googlemail.com are one. An address with a tag ({@code ann+list@gmail.com}) is a
 * separate member, because a group can hold it in addition to the address without the tag.
 */
final class Mailboxes {
    static final Matching MATCHING = Matching.by(Mailboxes::key);

    private static final String GMAIL = "@gmail.com";
    private static final String GOOGLEMAIL = "@googlemail.com";

    private Mailboxes() {}

    private static String key(String address) {
        String folded = Matching.ignoringCase().key(address);
        boolean consumer = folded.endsWith(GMAIL) || folded.endsWith(GOOGLEMAIL);
        return consumer ? folded.substring(0, folded.lastIndexOf('@')).replace(".", "") + GMAIL : folded;
    }
}
