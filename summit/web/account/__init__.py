"""What belongs to one person: to enter and leave, who I am, what is known of me."""

from flask import Blueprint

from summit.services import invitation
from summit.web import caching, route
from summit.web.account import (
    certificate,
    dossier,
    factor,
    password,
    profile,
    proof,
    registration,
    visit,
)
from summit.web.door import Door

account = Blueprint("account", __name__)

INVITED = Door(
    invitation.read, invitation.accept, "account/invitation.html", "account/uninvited.html"
)
"""An invitation to organize a summit."""

READS = (
    ("/account/enter", "enter", visit.show),
    ("/account/asked", "asked", visit.asked),
    ("/account/links/<secret>", "link", visit.show_link),
    ("/account/invitations/<secret>", "invitation", INVITED.show),
    ("/account/prove", "prove", proof.show),
    ("/account/factors", "factors", factor.show),
    ("/account/factors/authenticator", "authenticator", factor.set_up),
    ("/account/", "profile", profile.show),
    ("/account/data", "data", dossier.show),
    ("/account/data.json", "data_json", dossier.as_json),
    ("/account/data.zip", "data_zip", dossier.as_zip),
    ("/account/erase", "erase", dossier.ask),
    ("/account/erased", "erased", dossier.erased),
    ("/<summit>/register", "register", registration.show),
    ("/<summit>/register/sent", "register_sent", registration.sent),
    ("/<summit>/register/cancelled", "register_cancelled", registration.cancelled),
    ("/<summit>/me/registration", "registration", registration.mine),
    ("/<summit>/me/certificate", "certificate", certificate.show),
    ("/<summit>/certificates", "ask_certificate", certificate.ask),
    ("/<summit>/certificates/<code>", "verify", certificate.verify),
)
CHANGES = (
    ("/account/enter", "ask", visit.ask),
    ("/account/enter/password", "enter_by_password", visit.enter),
    ("/account/links/<secret>", "use_link", visit.use_link),
    ("/account/invitations/<secret>", "accept_invitation", INVITED.enter),
    ("/account/prove", "prove_by_code", proof.by_code),
    ("/account/prove/question", "ask_proof", proof.ask),
    ("/account/prove/passkey", "prove_by_passkey", proof.by_passkey),
    ("/account/factors/authenticator", "begin_authenticator", factor.begin),
    ("/account/factors/authenticator/code", "confirm_authenticator", factor.confirm),
    ("/account/factors/passkey/question", "ask_passkey", factor.ask_passkey),
    ("/account/factors/passkey", "add_passkey", factor.add_passkey),
    ("/account/factors/<int:number>/name", "rename_factor", factor.rename),
    ("/account/factors/<int:number>/remove", "remove_factor", factor.remove),
    ("/account/factors/codes", "renew_codes", factor.renew),
    ("/account/leave", "leave", visit.leave),
    ("/account/visits", "end_visit", visit.end),
    ("/account/profile", "change", profile.change),
    ("/account/password", "choose_password", password.choose),
    ("/account/password/none", "remove_password", password.remove),
    ("/account/erase", "erase_all", dossier.erase),
    ("/<summit>/register", "registering", registration.register),
    ("/<summit>/me/registration", "correct", registration.correct),
    ("/<summit>/me/registration/reminders", "remind", registration.remind),
    ("/<summit>/me/registration/cancel", "cancel", registration.cancel),
    ("/<summit>/me/certificate", "take_certificate", certificate.take),
)
route.add(account, READS, CHANGES)
account.after_request(caching.private)
