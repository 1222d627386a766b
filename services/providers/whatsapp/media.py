"""What WhatsApp takes as a file: by kind, and how large (Meta's table for its Cloud API)."""

IMAGE, VIDEO, AUDIO, DOCUMENT = "image", "video", "audio", "document"
LARGEST = {IMAGE: 5_000_000, VIDEO: 16_000_000, AUDIO: 16_000_000, DOCUMENT: 100_000_000}
LONGEST_CAPTION = 1_024
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    IMAGE: ("image/jpeg", "image/png"),
    VIDEO: ("video/mp4", "video/3gpp"),
    AUDIO: ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
    DOCUMENT: (
        "application/pdf",
        "text/plain",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        f"{_OFFICE}.wordprocessingml.document",
        f"{_OFFICE}.spreadsheetml.sheet",
        f"{_OFFICE}.presentationml.presentation",
    ),
}
_KIND_OF = {mime: kind for kind, mimes in _KINDS.items() for mime in mimes}


def kind_of(mime_type: str) -> str:
    """image, video, audio or document; "" for what WhatsApp does not take."""
    return _KIND_OF.get(mime_type, "")


def takes_caption(mime_type: str) -> bool:
    """Whether words go with the file; a voice message stands alone."""
    return kind_of(mime_type) != AUDIO
