"""All tables; importing this package makes the metadata complete."""

from services.core.tables import CustomerOwned
from services.models.answering import AnswerHours, AnswerRule, AnswerStatus, AutomaticAnswer
from services.models.attachment import Attachment, AttachmentStatus
from services.models.campaign import (
    AdCampaign,
    AdCampaignStatus,
    AdPlatformName,
    Channel,
    Frequency,
    OutreachCampaign,
    OutreachCampaignStatus,
    PlaceOutcome,
    PlaceReference,
    RunStatus,
    ScheduleType,
    ScrapingCampaign,
    ScrapingRun,
    ScrapingStatus,
)
from services.models.compliance import AuditLog, Consent, ConsentStatus, Suppression, SuppressionKind
from services.models.contact import Contact, ContactSource, OutreachStatus, Provenance, VerificationStatus
from services.models.contact_list import (
    BulkAction,
    BulkStatus,
    BulkTask,
    CampaignChoice,
    ContactTally,
    DefaultView,
    SavedView,
)
from services.models.conversation import (
    Conversation,
    ConversationChannel,
    ConversationStatus,
    Message,
    MessageStatus,
    Sender,
    TalkPresence,
)
from services.models.customer import (
    Assignment,
    Customer,
    Membership,
    Plan,
    SignInAttempt,
    User,
    UserSession,
    WhatsAppReach,
    WizardDraft,
)
from services.models.duplicate import (
    ContactAlias,
    ContactKey,
    ContactMerge,
    DuplicateCheck,
    DuplicateStatistics,
    MergeCandidate,
    MergedBy,
    MergeState,
    PairState,
)
from services.models.importing import (
    ContactImport,
    ImportedRow,
    ImportOutcome,
    ImportProblem,
    ImportStatus,
    KnownContacts,
)
from services.models.integration import InboundEvent, InboundStatus, Integration, IntegrationStatus
from services.models.job import Activity, Job, JobFire, JobStatus, LiveEvent, Notification
from services.models.lead import (
    CallLink,
    Intent,
    Lead,
    LeadCall,
    LeadEvent,
    LeadReminder,
    LeadSourceName,
    LeadStatus,
    LostReason,
)
from services.models.notice import NoticeChoices, NoticeDelivery, NoticeStatus, NoticeWay, PushDevice, PushKey
from services.models.opt_in import OptInLink, OptInRequest
from services.models.outreach import (
    WAITING,
    ApprovalStatus,
    MessageOpening,
    OutreachMessage,
    OutreachMessageStatus,
    ProviderRate,
    SendingLimit,
    Template,
    TemplateApproval,
    TemplateStatus,
    Usage,
)
from services.models.outside import OutsideRun, OutsideStatus
from services.models.reply import ReplyReading
from services.models.saved_reply import SavedReply
from services.models.scoring import ModelAnswer, ScoreSettings, ScoreSnapshot, ScoreVersion
from services.models.sequence import (
    FIRST_LETTER,
    FIRST_STEP,
    LETTERS,
    MOST_STEPS,
    CampaignStep,
    CampaignVariant,
    StepCondition,
)


def _owned(base: type[CustomerOwned]) -> list[type[CustomerOwned]]:
    found: list[type[CustomerOwned]] = []
    for child in base.__subclasses__():
        found += ([child] if hasattr(child, "__table__") else []) + _owned(child)
    return found


OWNED_TABLES = {owned.__table__: owned for owned in _owned(CustomerOwned)}  # pyright: ignore
