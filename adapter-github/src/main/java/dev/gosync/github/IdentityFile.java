package dev.gosync.github;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file whose header has the columns {@code email} and {@code login}, with one row for each address. Other columns,
 * and rows without one of the two, are ignored.
 */
final class IdentityFile implements GitHubIdentities.Directory {
    private final Path file;

    IdentityFile(Path file) {
        this.file = file;
    }

    @Override
    public Map<String, List<String>> emailsByLogin() throws IOException {
        Map<String, String> spelling = new LinkedHashMap<>();
        Map<String, List<String>> emails = new LinkedHashMap<>();
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : rows) {
                if (row.getFieldCount() != row.getHeader().size()) {
                    throw malformed("line " + row.getStartingLineNumber() + " has " + row.getFieldCount()
                            + " cells, but the header has " + row.getHeader().size());
                }
                String email = cell(row, "email");
                String login = cell(row, "login");
                if (!email.isEmpty() && !login.isEmpty()) {
                    String as = spelling.computeIfAbsent(GitHubAccount.loginKey(login), ignored -> login);
                    emails.computeIfAbsent(as, ignored -> new ArrayList<>()).add(email);
                }
            }
        } catch (NoSuchFileException e) {
            throw new IOException("the file with the identities was not found: " + file, e);
        } catch (CsvParseException e) {
            throw malformed(e.getMessage());
        }
        return emails;
    }

    private String cell(NamedCsvRecord row, String column) throws IOException {
        for (String name : row.getHeader()) {
            if (name.strip().toLowerCase(Locale.ROOT).equals(column)) {
                return row.getField(name).strip();
            }
        }
        throw malformed("there is no column " + column);
    }

    private IOException malformed(@Nullable String problem) {
        return new IOException("the file with the identities must be a CSV file with the columns email and login: "
                + file + ": " + problem);
    }
}
