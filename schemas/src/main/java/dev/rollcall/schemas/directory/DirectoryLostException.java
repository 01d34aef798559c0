package dev.rollcall.schemas.directory;

import com.mongodb.MongoException;

/** Something wasn't found, but the directory isn't whole, so nobody knows whether it is there. It is worth another try. */
public final class DirectoryLostException extends MongoException {

    private static final long serialVersionUID = 1L;

    DirectoryLostException(String connection) {
        super("The directory isn't whole for connection " + connection + "; it is being filled from the log");
    }
}
